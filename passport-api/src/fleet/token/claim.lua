-- Asks for a token other than the one that is known, or for leave to fetch one.
--
-- ARGV: the member, the generation that it had leave for and may have still, the generation that it
-- knows, whether that one was refused (1 or 0), and the lease in microseconds; 0 asks for no leave.
--
-- Returns `token`, generation, sealed token, age, time left; or `fetch` and the generation of what is
-- to be fetched; or how long `wait` (somebody else fetches one), `pause` (nobody may) or `too_soon`
-- (not in place of the refused one); or `none` where no leave was asked for.

local member, leading, known = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local refused, lease = ARGV[4] == '1', tonumber(ARGV[5])

-- How long a token that was fetched in place of a refused one is kept, refused or not.
local function pause(refusals)
    if refusals == 0 then
        return 0
    end
    return math.min(2 ^ math.min(refusals - 1, 6), 60) * SECOND
end

-- A token that has served for so long was good, whatever happened before.
local PROVEN = 120 * SECOND

local state, err = read()
if not state then
    return err
end
local is_good = state.generation > 0 and state.expires > now
-- Below 0 where this server's clock was set back.
local age = now - state.fetched
if is_good and state.generation ~= known then
    return { 'token', text(state.generation), state.sealed, text(math.max(age, 0)), text(state.expires - now) }
end
if lease == 0 then
    return { 'none' }
end
if state.leads_until > now and not leads(state, member, leading) then
    return { state.leader == '' and 'pause' or 'wait', text(state.leads_until - now) }
end
local replaces = 0
if refused and is_good then
    local refusals = age > PROVEN and 0 or state.refusals
    if age >= 0 and age < pause(refusals) then
        return { 'too_soon', text(pause(refusals) - age) }
    end
    replaces = refusals + 1
end

state.leader, state.leads_until = member, now + math.min(lease, LONGEST_LEASE)
state.replaces = math.min(replaces, MOST_COUNTED)
-- Greater than all before, also after this server has lost them.
state.next = math.max(state.generation + 1, state.next + 1, now)
keep(state)
return { 'fetch', text(state.next) }
