"""Moments as other programs read them."""

from datetime import datetime, timedelta, timezone

_MINUTE = timedelta(minutes=1)


def timestamp(moment: datetime) -> str:
    """Return an aware moment as RFC 3339 writes it, in its own zone.

    RFC 3339 knows no seconds in an offset, but clocks did: those of Jakarta were 7:07:12 ahead until 1923. The next
    whole minute is taken then, so that midnight, which stands for a day without a time, stays on its day.
    """
    offset = moment.utcoffset() or timedelta()
    return moment.astimezone(timezone(-(-offset // _MINUTE) * _MINUTE)).isoformat()
