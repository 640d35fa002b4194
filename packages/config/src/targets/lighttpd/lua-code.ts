/**
 * What reads the tables of a policy: the same for every policy.
 *
 * Lua's patterns are no regular expressions: they have neither groups that repeat nor alternatives. So a repeated group
 * is taken out of the text, and nothing may be left; and the pattern of ambiguous paths is several.
 */
export const luaCode: string = String.raw`-- A path that one server takes for another one has no policy.
local ambiguous = {
  "//", "\\", "%%2[DEFdef]", "%%3[0-9]", "%%[46][1-9A-Fa-f]", "%%5[0-9ACFacf]", "%%7[0-9AEae]",
}

local function is_ambiguous(path)
  for _, pattern in ipairs(ambiguous) do
    if path:find(pattern) then return true end
  end
  return (path .. "/"):find("/%.%.?/") ~= nil
end

local function find(table, path)
  if table.exact[path] then return table.exact[path] end
  local prefix = path
  while prefix ~= "" do
    if table.prefix[prefix] then return table.prefix[prefix] end
    prefix = prefix:match("^(.*)/") or ""
  end
  return table.prefix["/"]
end

local in_lower_case = { exact = {}, prefix = {} }
for kind, paths in pairs(routes) do
  for path in pairs(paths) do in_lower_case[kind][path:lower()] = 0 end
end
local has_routes = next(routes.exact) ~= nil or next(routes.prefix) ~= nil

local function policy_of(uri)
  if not has_routes then return policies[fallback] end
  local path = uri:match("^[^?]*")
  if is_ambiguous(path) then return nil end
  return policies[find(routes, path) or find(in_lower_case, path:lower()) or fallback]
end

local function is_like(origin, pattern)
  if origin:sub(1, #pattern.scheme) ~= pattern.scheme then return false end
  local host = origin:sub(#pattern.scheme + 1)
  if pattern.any_port then
    host = host:gsub(":([1-9][0-9]*)$", function(port) return tonumber(port) <= 65535 and "" or nil end)
  end
  if host:sub(-#pattern.host) ~= pattern.host then return false end
  local labels = host:sub(1, -#pattern.host - 1)
  if not pattern.subdomains then return labels == "" end
  return labels ~= "" and labels:gsub("[a-z0-9_-]+%.", "") == ""
end

local function may_read(origin, policy)
  if policy.any_origin or policy.origins[origin] then return true end
  for _, pattern in ipairs(policy.patterns) do
    if is_like(origin, pattern) then return true end
  end
  return false
end

local function decide(r)
  local policy = policy_of(r.req_attr["request.orig-uri"] or "")
  local origin = r.req_header["Origin"] or ""
  local asked = r.req_header["Access-Control-Request-Method"] or ""
  return {
    policy = policy,
    origin = policy and may_read(origin, policy) and (policy.any_origin and "*" or origin),
    preflight = r.req_attr["request.method"] == "OPTIONS" and origin ~= "" and asked ~= "",
  }
end

local function set(headers, list)
  for header, value in pairs(list) do headers[header] = value end
end

local function append_vary(headers, name)
  local vary = headers["Vary"] or ""
  headers["Vary"] = (vary == "" and "" or vary .. ", ") .. name
end

-- What a browser sends, and nothing that could break a header.
local function repeat_asked(r, allow, asked)
  append_vary(r.resp_header, asked)
  local names = r.req_header[asked] or ""
  if names ~= "" and ("," .. names):gsub(",[ ]?[A-Za-z0-9_.-]+", "") == "" then r.resp_header[allow] = names end
end

local hooks = {}

-- Answers a preflight; its headers come with the response.
function hooks.preflight(r)
  local decided = decide(r)
  if not decided.preflight then return 0 end
  return decided.origin and 204 or 403
end

function hooks.response(r)
  local headers = r.resp_header
  local decided = decide(r)
  local policy = decided.policy
  for _, header in ipairs(stripped) do headers[header] = nil end
  if not policy then return 0 end
  if policy.varies then append_vary(headers, "Origin") end
  if not decided.origin then return 0 end
  headers["Access-Control-Allow-Origin"] = decided.origin
  set(headers, policy.common)
  if not decided.preflight then
    set(headers, policy.actual)
    return 0
  end
  set(headers, policy.preflight)
  if policy.repeats_method then
    repeat_asked(r, "Access-Control-Allow-Methods", "Access-Control-Request-Method")
  end
  if policy.repeats_headers then
    repeat_asked(r, "Access-Control-Allow-Headers", "Access-Control-Request-Headers")
  end
  return 0
end

return hooks
`;
