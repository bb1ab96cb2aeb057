"""The operator's page of the audit of links; the audit itself is a job's, which leaves its findings in a file."""

from search_web.link_audit.report import LinkReports

__all__ = ["LinkReports"]
