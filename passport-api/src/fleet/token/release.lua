-- Ends the lead without a token; nobody leads before the pause is over.
--
-- ARGV: the member, the generation that it had leave for, and for how long it would pause itself, in
-- microseconds. The fleet does so for longer if it has failed more often; 0 is no failure and no pause.
--
-- Returns `released`, or `lost` if it leads no more.

local member, generation, pause = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

-- How long nobody fetches a token after so many failures. The longest is short for a single client; a
-- whole fleet asks 15 times a minute then.
local function pause_of_all(failures)
    return math.min(2 ^ math.min(failures - 1, 3) * SECOND / 2, 4 * SECOND)
end

local state, err = read()
if not state then
    return err
end
if not leads(state, member, generation) then
    return { 'lost' }
end
state.leader, state.replaces = '', 0
state.leads_until = 0
if pause > 0 then
    state.failures = math.min(state.failures + 1, MOST_COUNTED)
    state.leads_until = now + math.min(math.max(pause, pause_of_all(state.failures)), LONGEST_PAUSE)
end
keep(state)
return { 'released' }
