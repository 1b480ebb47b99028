-- One script for every load. `wrk -s wrk.lua URL -- KIND`:
--   get     the URL as it is
--   vary    the URL with another ?page= each time, so that no page cache answers; stops after 990, as there are 1,000 pages at most
--   suite   POST of a new contact to Sextant
--   django  POST of a new contact to the Django application
-- TOKEN in the environment becomes the Authorization header. The last line of the output is JSON.
local kind, serial, number, answers = "get", 0, 0, 0
local threads = {}

function setup(thread)
   thread:set("me", #threads)
   table.insert(threads, thread)
end

function init(args)
   kind = args[1] or "get"
   local token = os.getenv("TOKEN")
   if token then wrk.headers["Authorization"] = token end
   if kind == "suite" or kind == "django" then
      wrk.method = "POST"
      wrk.headers["Content-Type"] = "application/json"
   end
   serial = tonumber(os.getenv("SERIAL") or "0") * 10000000 + me * 1000000
   bad = 0
end

function request()
   number = number + 1
   if kind == "get" then return wrk.format() end
   if kind == "vary" then return wrk.format(nil, wrk.path .. "?page=" .. (number + 1)) end
   local n = serial + number
   local email = "new." .. n .. "@load.example.com"
   if kind == "suite" then
      return wrk.format(nil, nil, nil, '{"name":"New ' .. n .. '","email":"' .. email .. '","phone":"+15551234567","job_title":"Buyer","address":"1 Main St","city":"Berlin","postal_code":"10115","country":"DE","stage":"lead","score":10}')
   end
   return wrk.format(nil, nil, nil, '{"name":"New ' .. n .. '","email":"' .. email .. '","phone":"+15551234567","title":"Buyer","street":"1 Main St","city":"Berlin","zip":"10115","country":"DE","stage":"lead","score":10}')
end

function response(status)
   if status < 200 or status > 299 then bad = bad + 1 end
   answers = answers + 1
   if kind == "vary" and answers >= 990 then wrk.thread:stop() end
end

function done(summary, latency)
   local refused = 0
   for _, thread in ipairs(threads) do refused = refused + thread:get("bad") end
   local e = summary.errors
   io.write(string.format(
      '\n{"requests":%d,"seconds":%.6f,"bytes":%d,"mean":%.1f,"p50":%.1f,"p95":%.1f,"p99":%.1f,"bad":%d,"broken":%d}\n',
      summary.requests, summary.duration / 1e6, summary.bytes, latency.mean, latency:percentile(50), latency:percentile(95), latency:percentile(99),
      refused, e.connect + e.read + e.write + e.timeout))
end
