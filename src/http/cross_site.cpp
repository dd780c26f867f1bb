#include "http/cross_site.hpp"

#include "http/cookies.hpp"
#include "http/text.hpp"
#include "testing/defences.hpp"

namespace mfa::http {
namespace {

/// Whether the browser could be somebody's tool. A request that carries no cookie and asks for its tokens in
/// headers is safe: the page that sent it had to be allowed to set that very header.
bool isExposed(const Request& req) {
  const auto method = trimmed(req.header("st-auth-mode").value_or(""));
  return hasCookies(req) || !equalIgnoringCase(method, "header");
}

bool isJson(const Request& req) {
  const auto type = splitAt(req.header("content-type").value_or(""), ';').first;
  return equalIgnoringCase(trimmed(type), "application/json");
}

}  // namespace

std::optional<CrossSiteRefusal> refuseCrossSite(const Auth& auth, const Request& req, const Route& route) {
  if (!stands(Defence::CrossSiteIsRefused)) return std::nullopt;
  if (route.callers == Callers::AnyPage || equalIgnoringCase(route.method, "GET") || !isExposed(req))
    return std::nullopt;
  if (const auto origin = req.header("origin"); origin && !auth.isAllowedOrigin(*origin, req))
    return CrossSiteRefusal{403, "requests from this origin are not allowed"};
  const bool couldBeAForm = !req.body().empty() && !req.header("rid") && !isJson(req);
  if (couldBeAForm) return CrossSiteRefusal{400, "the content type must be application/json"};
  return std::nullopt;
}

}  // namespace mfa::http
