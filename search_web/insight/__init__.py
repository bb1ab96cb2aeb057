"""What readers search for, without who: a log that forgets, and what it tells the newsroom."""

from search_web.insight.log import ClickedHit, LoggedSearch, QueryLog
from search_web.insight.report import DayCount, QueryCount, Report, SlowQuery, report

__all__ = ["ClickedHit", "DayCount", "LoggedSearch", "QueryCount", "QueryLog", "Report", "SlowQuery", "report"]
