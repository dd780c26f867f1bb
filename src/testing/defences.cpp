#include "testing/defences.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <utility>

namespace mfa {
namespace {

using NamedDefence = std::pair<Defence, std::string_view>;

constexpr std::array kNames{
    NamedDefence{Defence::CodeKeepsItsSession, "CodeKeepsItsSession"},
    NamedDefence{Defence::CodeKeepsItsTenant, "CodeKeepsItsTenant"},
    NamedDefence{Defence::DeadSessionsAskNothing, "DeadSessionsAskNothing"},
    NamedDefence{Defence::LinksRaiseNothing, "LinksRaiseNothing"},
    NamedDefence{Defence::OnlyItsOwnSession, "OnlyItsOwnSession"},
    NamedDefence{Defence::EnrolledContactDecides, "EnrolledContactDecides"},
    NamedDefence{Defence::EnrolmentIsCommitted, "EnrolmentIsCommitted"},
    NamedDefence{Defence::FirstEnrolmentIsAsked, "FirstEnrolmentIsAsked"},
    NamedDefence{Defence::OneFactorIsNotTwo, "OneFactorIsNotTwo"},
    NamedDefence{Defence::ContactMethodIsKept, "ContactMethodIsKept"},
    NamedDefence{Defence::GuessesAreLimited, "GuessesAreLimited"},
    NamedDefence{Defence::GuessesAreCountedFirst, "GuessesAreCountedFirst"},
    NamedDefence{Defence::CodesAreSpentOnce, "CodesAreSpentOnce"},
    NamedDefence{Defence::OlderCodesDie, "OlderCodesDie"},
    NamedDefence{Defence::SendsAreLimited, "SendsAreLimited"},
    NamedDefence{Defence::RequestsAreCounted, "RequestsAreCounted"},
    NamedDefence{Defence::ContactsAreCanonical, "ContactsAreCanonical"},
    NamedDefence{Defence::CrossSiteIsRefused, "CrossSiteIsRefused"},
    NamedDefence{Defence::ClaimsGuardRoutes, "ClaimsGuardRoutes"},
    NamedDefence{Defence::RevocationIsSeenAtOnce, "RevocationIsSeenAtOnce"},
    NamedDefence{Defence::TransferMethodStays, "TransferMethodStays"},
    NamedDefence{Defence::PasswordChangeEndsOthers, "PasswordChangeEndsOthers"},
};

static_assert(kNames.size() == static_cast<std::size_t>(Defence::PasswordChangeEndsOthers) + 1);

std::uint64_t bitOf(Defence defence) { return std::uint64_t{1} << static_cast<unsigned>(defence); }

std::atomic<std::uint64_t>& missing() {
  static std::atomic<std::uint64_t> bits{0};
  return bits;
}

}  // namespace

bool stands(Defence defence) noexcept {
  return (missing().load(std::memory_order_relaxed) & bitOf(defence)) == 0;
}

WithoutDefences::WithoutDefences(const std::vector<Defence>& defences) {
  std::uint64_t bits = 0;
  for (const auto defence : defences) bits |= bitOf(defence);
  missing().store(bits);
}

WithoutDefences::~WithoutDefences() { missing().store(0); }

const std::vector<Defence>& allDefences() {
  static const auto all = [] {
    std::vector<Defence> defences;
    for (const auto& [defence, name] : kNames) defences.push_back(defence);
    return defences;
  }();
  return all;
}

std::string_view nameOf(Defence defence) {
  return std::ranges::find(kNames, defence, &NamedDefence::first)->second;
}

}  // namespace mfa
