// The attacks that need nothing but HTTP, against a running mfa-server: the guide as it stands, with no
// switch in reach.
#include <catch2/catch.hpp>

#include "attacks/attack.hpp"

namespace {

using namespace mfa::test;

bool isPlayedOverHttp(const Attack& attack) { return attack.needs == Needs::Http; }

/// A host that changed the guide is not the one that runs there, so its honest people are not served.
bool hasTwinThere(const Attack& attack) { return !attack.host; }

}  // namespace

TEST_CASE("a running server refuses every attack that HTTP can drive", "[attacks][running]") {
  int played = 0;
  for (const auto& attack : attacks()) {
    if (!isPlayedOverHttp(attack)) continue;
    INFO(attack.id << ' ' << attack.name);
    CHECK_FALSE(attack.succeeds(*stageOverHttp()));
    ++played;
  }
  CHECK(played >= 20);
}

TEST_CASE("a running server serves the honest twin of each attack", "[attacks][running][honest]") {
  for (const auto& attack : attacks()) {
    if (!isPlayedOverHttp(attack) || !hasTwinThere(attack)) continue;
    INFO(attack.id << ' ' << attack.name);
    CHECK(attack.honest(*stageOverHttp()));
  }
}
