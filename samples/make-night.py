#!/usr/bin/env python3
"""Write calls/2026-10-01.csv.gz: a night of calls of the organizations in catalogue/.

The records of STORY, of which README.md says what becomes of each, lie between calls of an ordinary night: calls that a plan without
limit includes, calls that come in, calls that nobody answers. All numbers are from ranges that are kept for fiction, or belong to nobody.
The same file comes out every time. Needs Python 3.9 or later, nothing else.
"""
import gzip, pathlib, zlib

HEADER = "usage_id,call_type,start_time,duration_seconds,caller,callee,user,organization,end_time,call_id,conference_id,number_type"

# usage id, call type, time of 1 October 2026 (UTC), seconds, caller, callee, user, organization, conference
STORY = """
S-001,user_out,16:02:10,1980,+353209100001,+442079460990,ada@flying-snail.example,,
R-001,user_out,16:10:00,1500,+12025550101,+12025550150,fay@paper-rocket.example,,
S-002,user_out,16:15:42,1500,+353209100001,+353209109901,,,
S-003,user_out,16:20:05,0,+353209100002,+353209109902,bran@flying-snail.example,,
S-004,user_out,16:31:30,299.4,tel:+353-20-910-0001,+353 (20) 910-9903,ADA@Flying-Snail.example,,
S-005,user_out,16:40:00,900,+353209100001,+353209109904,ada@flying-snail.example,,
S-006,user_out,16:58:12,120,+353209100002,+353209109905,bran@flying-snail.example,,
R-002,user_out,17:00:00,600,+17875550102,+17875550150,gus@paper-rocket.example,,
S-007,conf_out,17:05:00,600,+353209100100,+442079460991,edda@flying-snail.example,,700100200
S-008,conf_out,17:20:00,420,+353209100100,+33199000001,edda@flying-snail.example,,700100201
S-009,conf_out,17:30:00,240,+353209100100,+493023125990,ada@flying-snail.example,,700100201
S-010,user_out,17:45:00,600,+442079460101,+447700900123,cleo@flying-snail.example,,
S-011,user_out,18:00:00,900,+442079460101,+442079460992,,,
S-012,user_out,18:05:00,300,+442079460101,+33199000002,cleo@flying-snail.example,,
R-003,user_out,18:15:00,1260,+12025550101,+16135550151,fay@paper-rocket.example,paper-rocket,
S-013,user_out,18:30:00,480,+442079460101,+33199000003,cleo@flying-snail.example,,
S-014,user_out_transfer,18:40:00,30,+33199000008,+353209109906,bran@flying-snail.example,,
S-015,ucap_out,19:00:00,60,+353209100100,+353209109907,,,
R-004,user_out,19:05:00,300,+12025550101,+12025550152,fay@paper-rocket.example,,
S-016,ucap_in,19:10:00,200,+442079460994,+448081570001,,,
S-017,user_out_forwarding,19:20:00,100,+33199000009,+442079460995,cleo@flying-snail.example,,
R-005,user_out,19:30:00,130,+12025550103,+442079460996,hal@paper-rocket.example,,
S-018,user_out,19:40:00,40,+442079460101,+44**********,cleo@flying-snail.example,,
S-019,conf_in,19:45:00,1800,+33199000004,+353209100100,,,700100202
S-020,dr_out,19:50:00,45,+353209100001,+353209109908,ada@flying-snail.example,,
S-021,emergency_out,19:55:00,185,+353209100002,112,bran@flying-snail.example,,
R-006,user_out,20:00:00,240,+12025550103,+447700900126,hal@paper-rocket.example,,
R-007,ucap_in,20:10:00,90,+12025550160,+18005550199,,,
S-022,user_out,20:30:00,600,+442079460101,+33199000003,cleo@flying-snail.example,,
R-008,user_out,20:40:00,60,+12025550103,+61255500123,hal@paper-rocket.example,,
S-023,user_out,21:10:00,120,+493023125001,+442079460993,dirk@flying-snail.example,,
R-009,user_out,21:15:00,300,+12025550103,+447700900126,hal@paper-rocket.example,,
S-024,user_out,21:20:00,60,+442079460101,+447700900124,cleo@flying-snail.example,,
S-025,user_out,21:30:00,600,+493023125001,+449098790001,dirk@flying-snail.example,,
R-010,user_out,21:40:00,60,+12025550101,+12025550153,fay@paper-rocket.example,,
S-026,user_out,21:50:00,600,+493023125001,+449098790001,dirk@flying-snail.example,,
R-011,user_out,22:00:00,120,+12025550104,+12025550154,ivy@paper-rocket.example,,
S-027,user_out,22:05:00,900,+493023125001,+449098790001,dirk@flying-snail.example,,
S-028,user_out,22:20:00,300,+493023125001,+449098790001,dirk@flying-snail.example,,
S-029,user_out,22:40:00,100,+353209100001,+46846500401,ada@flying-snail.example,,
S-030,user_in,22:50:00,75,anonymous,+353209100002,,,
R-012,user_in,22:55:00,610,+12025550161,+12025550101,,,
R-013,ucap_in,23:10:00,95,+12025550162,+18005550199,,,
X-003-gone,user_out,17:12:00,60,+442079460101,+442079460980,cleo@flying-snail.example,,
X-004,fax_out,17:40:00,60,+353209100001,+353209109950,ada@flying-snail.example,,
X-005,user_out,18:50:00,60,+353209100001,+353209109951,zoe@flying-snail.example,,
X-006,user_out,19:15:00,60,+353209100001,+353209109952,ada@flying-snail.example,flying-squid,
X-007,user_out,20:20:00,60,+353209100001,+353209109953,ada@flying-snail.example,paper-rocket,
X-008,user_out,21:00:00,60,+493023125001,sip:reception@flying-snail.example,dirk@flying-snail.example,,
X-009,user_out,21:45:00,60,+493023125001,+99955500001,dirk@flying-snail.example,,
"""

LIBRARY = {
    "jo@moonlit-library.example": "+442079460201", "kit@moonlit-library.example": "+442079460202",
    "lea@moonlit-library.example": "+33199000203", "max@moonlit-library.example": "+493023125204",
    "nia@moonlit-library.example": "+353209100205",
}
# Who is called: each begins a range that is kept for fiction; two digits follow.
OUTSIDE = ["+4420794603", "+4477009006", "+331990005", "+4930231258", "+3532091090", "+468465004"]
OTHERS = {"+353209100001": "ada@flying-snail.example", "+442079460101": "cleo@flying-snail.example", "+493023125001": "dirk@flying-snail.example",
          "+12025550101": "fay@paper-rocket.example", "+17875550102": "gus@paper-rocket.example"}


class Dice:
    """A linear congruential generator, so that the night is the same with every version of Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % bound

    def pick(self, items):
        return items[self.below(len(items))]


def clock(second):
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def record(dice, usage_id, call_type, time, seconds, caller, callee, user, organization, conference, number_type=""):
    call_id = f"{dice.below(2**31):08x}-{dice.below(2**16):04x}-4{dice.below(4096):03x}-a{dice.below(4096):03x}-{dice.below(2**31):012x}"
    return ",".join([usage_id, call_type, f"2026-10-01T{time}Z", seconds, caller, callee, user, organization, "", call_id, conference, number_type])


def ordinary(dice, number):
    """A call of an ordinary night, which draws on no pool and no credits of the story."""
    second = 16 * 3600 + dice.below(7 * 3600 + 3000)
    kind = dice.below(10)
    outside = dice.pick(OUTSIDE) + f"{dice.below(100):02}"
    length = str(20 + dice.below(60) * dice.below(20))
    usage_id = f"N-{number:03}"
    if kind < 6:
        user = dice.pick(list(LIBRARY))
        seconds = "0" if dice.below(8) == 0 else length
        named = user if dice.below(2) else ""
        return second, record(dice, usage_id, "user_out", clock(second), seconds, LIBRARY[user], outside, named, "", "", "Subscriber")
    if kind < 7:
        return second, record(dice, usage_id, "ucap_in", clock(second), length, outside, "+442079460200", "", "moonlit-library", "")
    if kind < 9:
        callee = dice.pick(list(OTHERS) + list(LIBRARY.values()))
        return second, record(dice, usage_id, "user_in", clock(second), length, outside, callee, "", "", "", "Subscriber")
    caller = dice.pick(list(OTHERS))
    return second, record(dice, usage_id, "user_out", clock(second), "0", caller, outside, OTHERS[caller], "", "")


def night():
    dice = Dice(20261001)
    timed = []
    for line in STORY.strip().splitlines():
        fields = line.split(",")
        hours, minutes, seconds = map(int, fields[2].split(":"))
        text = record(dice, *fields)
        # A record whose usage id was lost on the way.
        if fields[0] == "X-003-gone":
            text = text[len(fields[0]):]
        timed.append((hours * 3600 + minutes * 60 + seconds, text))
    timed += [ordinary(dice, number) for number in range(1, 161)]
    # A time that no clock shows, and a record that was cut short.
    timed.append((62100, "X-001,user_out,2026-10-01T25:15:00Z,60,+353209100001,+353209109954,ada@flying-snail.example,,,,,"))
    timed.append((63000, "X-002,user_out,2026-10-01T17:30:00Z,60,+353209100001"))
    timed.sort(key=lambda entry: entry[0])
    records = [text for _, text in timed]
    # The switch sends two records again: one as it was, one with a second more.
    again = {text.split(",")[0]: text for text in records}
    return [HEADER] + records + [again["S-002"], again["S-013"].replace("Z,480,", "Z,481,")]


if __name__ == "__main__":
    text = "".join(line + "\n" for line in night())
    path = pathlib.Path(__file__).resolve().parent / "calls" / "2026-10-01.csv.gz"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{path.name}: {text.count(chr(10)) - 1} records, CRC-32 {zlib.crc32(text.encode()):08x}")
