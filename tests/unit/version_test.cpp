#include "mfa/version.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

TEST_CASE("the version has three numbers", "[unit]") {
  const std::string version{mfa::version()};
  CHECK(std::count(version.begin(), version.end(), '.') == 2);
  CHECK(version.find_first_not_of("0123456789.") == std::string::npos);
}
