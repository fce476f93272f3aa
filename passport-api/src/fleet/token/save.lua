-- Keeps a token that was fetched, and ends the lead.
--
-- ARGV: the member, the token's generation, the sealed token, and how long it is good, in
-- microseconds.
--
-- Returns `saved`, or `lost` if somebody else leads by now or there is a newer one.

local member, generation, sealed, left = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])

local state, err = read()
if not state then
    return err
end
local is_free = state.leader == '' or state.leads_until <= now
local is_newer = generation > state.generation and generation <= now + YEAR
if not (is_free or leads(state, member, generation)) or not is_newer then
    return { 'lost' }
end
state.refusals = leads(state, member, generation) and state.replaces or 0
state.generation, state.sealed, state.fetched = generation, sealed, now
state.expires = now + math.min(left, YEAR - SECOND)
state.leader, state.leads_until, state.replaces, state.failures = '', 0, 0, 0
keep(state)
return { 'saved' }
