// A server with recipes of an example's choice: SQLite in memory, a clock that stands still, messages kept.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "mfa/mfa.hpp"
#include "mfa/testing/fake_clock.hpp"
#include "support/browser.hpp"
#include "support/guide_server.hpp"

namespace mfa::test {

class ExampleServer {
 public:
  explicit ExampleServer(std::vector<Recipe> recipeList)
      : auth_{{
            .appInfo = {.appName = "Acme",
                        .apiDomain = "https://api.acme.example",
                        .websiteDomain = kWebsite},
            .storage = sqlite::open(":memory:"),
            .recipeList = std::move(recipeList),
            .outbox = outbox_,
            .clock = clock_,
        }} {}

  [[nodiscard]] const Auth& auth() const { return auth_; }
  [[nodiscard]] const MemoryOutbox& outbox() const { return *outbox_; }
  [[nodiscard]] Browser browser() const { return {auth_, clock_, kWebsite}; }

 private:
  std::shared_ptr<testing::FakeClock> clock_ = std::make_shared<testing::FakeClock>();
  std::shared_ptr<MemoryOutbox> outbox_ = std::make_shared<MemoryOutbox>();
  Auth auth_;
};

}  // namespace mfa::test
