#include "auth_serve.hpp"

#include <algorithm>

#include "http/cross_site.hpp"
#include "http/error_answers.hpp"
#include "mfa/errors.hpp"
#include "services.hpp"

namespace mfa {
namespace {

void answer(const Auth& auth, const Route& route, const RouteCall& call) {
  if (const auto refusal = http::refuseCrossSite(auth, call.req, route))
    return sendJson(call.res, refusal->status, {{"message", refusal->message}});
  const auto& tenantIds = services(auth).tenantIds;
  if (std::ranges::find(tenantIds, call.tenantId) == tenantIds.end())
    throw BadInputError{"there is no such tenant"};
  route.handler(call);
}

}  // namespace

void serve(const Auth& auth, const Route& route, const RouteCall& call) {
  call.userContext.bind(auth, &call.req);
  const auto cookiesBefore = call.res.cookies();
  http::describeAnswer(call.res);
  try {
    answer(auth, route, call);
  } catch (const InvalidClaimsError&) {
    // Its answer carries a token whose claims were fetched again: nothing is withdrawn.
    auth.handleError(call.req, call.res, std::current_exception(), call.userContext);
  } catch (...) {
    http::withdrawTokens(call.res, cookiesBefore);
    if (!auth.handleError(call.req, call.res, std::current_exception(), call.userContext)) throw;
  }
}

}  // namespace mfa
