-- Reserves room for requests: so many a second with bursts (the generic cell rate algorithm), and
-- so many a day. All times are microseconds of this server's clock.
--
-- KEYS[1] is a hash: `arrival` is when the next request would come if all kept their distance, `used`
-- how many were reserved on the `day`, `written` when that was so.
--
-- Returns how many are reserved, when the first may go (from now, below 0 if more than one may go at
-- once), whether it is the quota that lets none, the new state, and the time.

local interval, burst, per_day, day_starts_at = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local wanted, within = tonumber(ARGV[5]), tonumber(ARGV[6])
local seen_arrival, seen_day, seen_used = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local unaccounted, useful_until, seen_now = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])

local SECOND = 1000000
local DAY = 86400 * SECOND
-- No queue is longer: a client reserves no further ahead than its calls have time, and few have ten
-- minutes (`Reservation::furthest`). What is further ahead, but for a burst, was not written here.
local FURTHEST = math.max(600 * SECOND, within) + 60 * SECOND + burst * interval
-- Requests that clients send while this server is gone count as well, and a quota may be lowered within a day;
-- a number beyond that was not written here, and would close the limit for a day.
local MOST_USED = per_day > 0 and 10 * per_day + 1000 or 9007199254740991

local time = redis.call('TIME')
local now = tonumber(time[1]) * SECOND + tonumber(time[2])
local today = math.floor((now - day_starts_at) / DAY)

local function kept(field, value)
    if not value then
        return 0
    end
    local number = tonumber(value)
    if not number or number ~= math.floor(number) or number < 0 or number > 9007199254740991 then
        return nil, redis.error_reply('FOREIGN the field `' .. field .. '` of this key was not written by a fleet')
    end
    return number
end

local function text(number)
    return string.format('%.0f', number)
end

local values = redis.call('HMGET', KEYS[1], 'arrival', 'day', 'used', 'written')
local arrival, foreign = kept('arrival', values[1])
if not arrival then return foreign end
local day, foreign = kept('day', values[2])
if not day then return foreign end
local used, foreign = kept('used', values[3])
if not used then return foreign end
local written, foreign = kept('written', values[4])
if not written then return foreign end

-- Where this clock was set back, or that of another server goes on behind, what was reserved is as far
-- ahead as it was; else all would wait until the clock is where it has been.
local set_back = math.max(written - now, 0)
arrival = math.max(arrival - set_back, 0)
seen_arrival = seen_arrival - math.max(seen_now - now, 0)
if used > MOST_USED and day == today then
    return redis.error_reply('FOREIGN the field `used` of this key is larger than the quota')
end
if arrival > now + FURTHEST or (day > today + 1 and set_back == 0) then
    return redis.error_reply('FOREIGN the state in this key is ahead of its time')
end

-- Whoever has asked has given up by now; what it were given would be lost to all.
if useful_until > 0 and now > useful_until then
    return { '0', '0', '0', text(arrival), text(day), text(used), text(now) }
end

-- What a client has seen and is not here any more, this server has lost. Others may hold room that is
-- further ahead than this client knows of; they have used most of it after a second.
if seen_arrival > now and seen_arrival > arrival and seen_arrival <= now + FURTHEST then
    arrival = seen_arrival + SECOND
end
-- The quota of a day is not given out again because the clock was set back to the day before.
if day < today then
    used = 0
end
if seen_day == today and seen_used > used and seen_used <= MOST_USED then
    used = seen_used
end
-- What was reserved on another day and not sent is missing there, not today.
if seen_day ~= today then
    unaccounted = math.max(unaccounted, 0)
end
used = math.max(used + unaccounted, 0)

local base = math.max(arrival, now)
local first = base - (burst - 1) * interval - now
local slots = wanted
-- The longer all have to wait, the less each gets at a time.
if first > 0 then
    slots = math.max(math.floor(wanted / (1 + first / SECOND)), 1)
end
if first > within then
    slots = 0
elseif interval > 0 then
    slots = math.min(slots, math.floor((within - first) / interval) + 1)
end
local quota = 0
if per_day > 0 and used >= per_day then
    quota = 1
    slots = 0
    first = (today + 1) * DAY + day_starts_at - now
elseif per_day > 0 then
    slots = math.min(slots, per_day - used)
end

if slots > 0 then
    arrival = base + slots * interval
    used = used + slots
end

local ends = math.max(arrival, per_day > 0 and (today + 1) * DAY + day_starts_at or 0)
redis.call('HSET', KEYS[1], 'arrival', text(arrival), 'day', text(today), 'used', text(used), 'written', text(now))
redis.call('PEXPIRE', KEYS[1], text(math.ceil((math.max(ends, now) - now) / 1000) + 60000))
return { text(slots), text(first), text(quota), text(arrival), text(today), text(used), text(now) }
