-- Leads for longer.
--
-- ARGV: the member, the generation that it has leave for, and the lease in microseconds.
--
-- Returns `extended`, or `lost` if it leads no more.

local member, generation, lease = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local state, err = read()
if not state then
    return err
end
if not leads(state, member, generation) then
    return { 'lost' }
end
state.leads_until = now + math.min(lease, LONGEST_LEASE)
keep(state)
return { 'extended' }
