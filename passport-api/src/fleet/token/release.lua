-- Ends the lead without a token; nobody leads before the pause is over.
--
-- ARGV: the member, the generation that it had leave for, and the pause in microseconds.
--
-- Returns `released`, or `lost` if it leads no more.

local member, generation, pause = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local state, err = read()
if not state then
    return err
end
if not leads(state, member, generation) then
    return { 'lost' }
end
state.leader, state.replaces = '', 0
state.leads_until = pause > 0 and now + math.min(pause, LONGEST_LEAD - 1) or 0
keep(state)
return { 'released' }
