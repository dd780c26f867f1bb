// Sessions for races and histories, on a storage of the test's choice.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "support/session_world.hpp"

namespace mfa::test {

/// Sessions whose keys are made in no time.
inline SessionWorld refreshWorld(std::shared_ptr<Storage> storage,
                                 std::shared_ptr<testing::FakeClock> clock = nullptr) {
  return SessionWorld{{.session = {.signingAlgorithm = Session::SigningAlgorithm::EdDSA},
                       .storage = std::move(storage),
                       .clock = std::move(clock)}};
}

/// What a refresh came to.
struct Refreshed {
  enum class How { Answered, Refused, Theft };

  How how = How::Refused;
  std::string token{};  ///< that it was answered with
};

/// Presents a token as whoever holds nothing else would.
inline Refreshed present(SessionWorld& world, const std::string& token) {
  const FakeRequest req{
      "POST", "/auth/session/refresh", {{"rid", "session"}, {"cookie", "sRefreshToken=" + token}}};
  const auto reply = Client{world}.send(req);
  if (reply.res.status == 200) return {Refreshed::How::Answered, reply.cookie("sRefreshToken").value};
  const bool isTheft = reply.body().at("message") == "token theft detected";
  return {isTheft ? Refreshed::How::Theft : Refreshed::How::Refused, {}};
}

}  // namespace mfa::test
