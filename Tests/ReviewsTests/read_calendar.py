"""Reads a calendar with a reader that is not ours and says what is in it, a line an event."""

import sys

try:
    from icalendar import Calendar
except ImportError:
    print("no icalendar")
    sys.exit(3)

with open(sys.argv[1], "rb") as file:
    calendar = Calendar.from_ical(file.read())
print("name", calendar.get("X-WR-CALNAME"))
for event in calendar.walk("VEVENT"):
    alarms = [alarm.get("TRIGGER").dt.days for alarm in event.walk("VALARM")]
    print(event.get("DTSTART").dt, event.get("DTEND").dt, alarms, event.get("SUMMARY"))
