"""The answers for programs, under ``/api/v1``: JSON, described by an OpenAPI document that is made from this code."""
