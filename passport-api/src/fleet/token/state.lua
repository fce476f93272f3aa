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
-- Nobody leads or pauses for longer; what says so was not written by a fleet.
local LONGEST_LEAD = 660 * SECOND
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
    generation = YEAR, next = YEAR, fetched = YEAR, expires = YEAR, written = YEAR, leads_until = LONGEST_LEAD,
}
-- No state is larger; what is would keep the server and the clients busy.
local MOST_FIELDS, LONGEST_SEALED = 20, 8 * 1024 * 1024
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
            if not number or number > now + (AHEAD[field] or 0) then
                return nil, foreign('the field `' .. field .. '` of this key is out of range')
            end
            state[field] = number
        elseif TEXTS[field] then
            state[field] = value
        else
            return nil, foreign('this key has a field that no token has')
        end
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

