#include "http/error_answers.hpp"

#include <algorithm>
#include <array>

#include "http/text.hpp"
#include "mfa/errors.hpp"
#include "mfa/recipe.hpp"
#include "observe/emit.hpp"
#include "recipes/session/neighbours.hpp"
#include "services.hpp"

namespace mfa::http {
namespace {

constexpr std::chrono::seconds kConflictIsOver{1};
constexpr std::chrono::seconds kDatabaseIsBack{5};

json::object messageBody(std::string_view message) { return {{"message", message}}; }

json::object generalError(std::string_view message) {
  return {{"status", "GENERAL_ERROR"}, {"message", message}};
}

void reportFailure(const UserContext& userContext, std::string reason) {
  observe::emit(userContext, {.type = EventType::RequestFailed, .reason = std::move(reason)});
}

void answerLater(Response& res, std::chrono::seconds wait) {
  res.setHeader("Retry-After", std::to_string(std::max<std::chrono::seconds::rep>(wait.count(), 1)));
  sendJson(res, 503, messageBody("the service is busy, try again later"));
}

void answerInternalError(Response& res, const UserContext& userContext, const Error& error) {
  reportFailure(userContext, error.what());
  sendJson(res, 500, {{"message", "internal error"}, {"requestId", observe::requestId(userContext)}});
}

/// An `Auth` without the session recipe has no tokens to take away, but its host may still throw.
void answerSessionError(const Auth& auth, const ApiOptions& options, const SessionError& error,
                        const UserContext& userContext) {
  if (const auto* session = services(auth).session)
    session::answerError(*session, error, options, userContext);
  else
    sendJson(options.res, 401, messageBody("unauthorised"));
}

}  // namespace

bool answerError(const Auth& auth, const Request& req, Response& res, std::exception_ptr error,
                 const UserContext& userContext) {
  try {
    std::rethrow_exception(std::move(error));
  } catch (const SessionError& sessionError) {
    describeAnswer(res);
    answerSessionError(auth, {req, res}, sessionError, userContext);
  } catch (const GeneralErrorException& general) {
    describeAnswer(res);
    sendJson(res, generalError(general.what()));
  } catch (const BadInputError& badInput) {
    describeAnswer(res);
    sendJson(res, 400, messageBody(badInput.what()));
  } catch (const OverloadedError& overloaded) {
    describeAnswer(res);
    reportFailure(userContext, overloaded.what());
    answerLater(res, overloaded.retryAfter());
  } catch (const StorageError& failure) {
    describeAnswer(res);
    reportFailure(userContext, failure.what());
    answerLater(res, failure.retryable() ? kConflictIsOver : kDatabaseIsBack);
  } catch (const DeliveryError& failure) {
    describeAnswer(res);
    reportFailure(userContext, failure.what());
    sendJson(res, generalError("The message could not be sent. Please try again."));
  } catch (const Error& other) {
    describeAnswer(res);
    answerInternalError(res, userContext, other);
  } catch (...) {
    return false;
  }
  return true;
}

void describeAnswer(Response& res) {
  res.setHeader("Cache-Control", "no-store");
  res.setHeader("X-Content-Type-Options", "nosniff");
  const auto vary = res.header("Vary").value_or("");
  if (vary.empty())
    res.setHeader("Vary", "Origin");
  else if (vary != "*" && lower(vary).find("origin") == std::string::npos)
    res.setHeader("Vary", vary + ", Origin");
}

void withdrawTokens(Response& res, const std::vector<std::string>& cookiesBefore) {
  constexpr std::array kTokenHeaders{"front-token", "st-access-token", "st-refresh-token", "anti-csrf"};
  res.setCookies(cookiesBefore);
  for (const auto* header : kTokenHeaders) res.removeHeader(header);
}

}  // namespace mfa::http
