-- Sends the requests of a file one after another, and from the beginning again; prints what came as JSON.
-- The file: for each request its length in 8 digits, then its bytes.
local requests = {}
local at = 0

function init(args)
  local file = assert(io.open(args[1], 'rb'))
  while true do
    local length = file:read(8)
    if not length then break end
    requests[#requests + 1] = file:read(tonumber(length))
  end
  file:close()
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary)
  local errors = summary.errors
  io.write(string.format('\nJSON {"requests":%d,"microseconds":%d,"broken":%d,"refused":%d}\n', summary.requests,
    summary.duration, errors.connect + errors.read + errors.write + errors.timeout, errors.status))
end
