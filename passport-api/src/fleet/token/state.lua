-- The state of a token, which all scripts about tokens begin with. All times are microseconds of this
-- server's clock.
--
-- KEYS[1] is a hash:
--   generation, sealed    the token's number, and the token as it was sealed
--   fetched, expires      when it was saved, and when it expires
--   refusals              how many tokens in a row have been replaced because they were refused
--   leader, next          who fetches another, and which number that will have
--   leads_until           until when nobody else does; without a leader, until when nobody does at all
--   replaces              what `refusals` will be
--   failures              how many times in a row no token could be fetched
--   written               when all of this was so

local SECOND = 1000000
local YEAR = 366 * 86400 * SECOND
-- Members lead for this long at a time, and pause for this long where the token endpoint asks for it
-- (`LEASE` and `LONGEST_PAUSE` of the client). A longer time was not written by a fleet.
local LONGEST_LEASE = 3 * SECOND
local LONGEST_PAUSE = 600 * SECOND
-- Where counting ends: the pauses that are counted for grow no longer before that.
local MOST_COUNTED = 10
-- How long the state outlives what it tells.
local KEPT_AFTER = 60 * SECOND

local time = redis.call('TIME')
local now = tonumber(time[1]) * SECOND + tonumber(time[2])

local function text(number)
    return string.format('%.0f', number)
end

local function foreign(what)
    return redis.error_reply('FOREIGN ' .. what .. '; it was not written by a fleet, delete it')
end

local TEXTS = { sealed = true, leader = true }
-- By how much each may lie ahead of this server's clock; those without are no times.
local AHEAD = {
    generation = YEAR, next = YEAR, fetched = YEAR, expires = YEAR, written = YEAR, leads_until = LONGEST_PAUSE,
}
-- No state is larger; what is would keep the server and the clients busy. A client saves no longer token,
-- and reads no longer answer (`LONGEST_SEALED`, `LONGEST_REPLY`).
local MOST_FIELDS, LONGEST_SEALED, LONGEST_LEADER = 20, 960 * 1024, 64
local ENDS = { expires = true, leads_until = true }
local COUNTS = { refusals = true, replaces = true, failures = true }

local function keep(state)
    state.written = now
    local fields = {}
    for field, value in pairs(state) do
        fields[#fields + 1] = field
        fields[#fields + 1] = TEXTS[field] and value or text(value)
    end
    redis.call('HSET', KEYS[1], unpack(fields))
    local ends = math.max(state.expires, state.leads_until, now) + KEPT_AFTER
    redis.call('PEXPIRE', KEYS[1], text(math.ceil((ends - now) / 1000)))
end

-- Nothing and an error if there is anything else than a fleet's state.
local function read()
    local state = {
        generation = 0, sealed = '', fetched = 0, expires = 0, refusals = 0,
        leader = '', next = 0, leads_until = 0, replaces = 0, failures = 0, written = 0,
    }
    -- An error of the server's own where it is no hash.
    if redis.call('HLEN', KEYS[1]) > MOST_FIELDS or redis.call('HSTRLEN', KEYS[1], 'sealed') > LONGEST_SEALED then
        return nil, foreign('this key is larger than a token')
    end
    -- Where this clock was set back, or that of another server goes on behind, a lead and a token last no
    -- longer for that.
    local written = tonumber(redis.call('HGET', KEYS[1], 'written') or 0) or 0
    local set_back = math.max(written - now, 0)
    local fields = redis.call('HGETALL', KEYS[1])
    for place = 1, #fields, 2 do
        local field, value = fields[place], fields[place + 1]
        if AHEAD[field] or COUNTS[field] then
            local number = string.match(value, '^%d+$') and tonumber(value)
            if number and ENDS[field] then
                number = math.max(number - set_back, 0)
            end
            local most = COUNTS[field] and MOST_COUNTED or now + AHEAD[field]
            if not number or number > most then
                return nil, foreign('the field `' .. field .. '` of this key is out of range')
            end
            state[field] = number
        elseif field == 'leader' and #value > LONGEST_LEADER then
            return nil, foreign('the field `leader` of this key is longer than the name of a member')
        elseif TEXTS[field] then
            state[field] = value
        else
            return nil, foreign('this key has a field that no token has')
        end
    end
    if state.leader ~= '' and state.leads_until > now + LONGEST_LEASE then
        return nil, foreign('the field `leads_until` of this key is out of range')
    end
    -- A token lives for less than a year (`save.lua`); where it is said to have begun earlier it would be
    -- held for an old one.
    if state.expires - state.fetched > YEAR then
        return nil, foreign('the fields `fetched` and `expires` of this key are too far apart')
    end
    if set_back > 0 then
        keep(state)
    end
    return state
end

-- Whether this client has the leave to fetch the token of this number. It may have it for longer than
-- its lease if nobody else has taken it.
local function leads(state, member, generation)
    return generation > 0 and state.leader == member and state.next == generation
end

