#include <string>

#include "mfa/delivery.hpp"

namespace mfa {

namespace {

std::string changeIn(const SecurityNotice& notice) {
  const auto contact = notice.contactMasked.value_or("another contact");
  switch (notice.type) {
    case NoticeType::FactorEnrolled:
      return "Codes for your account at " + notice.appName + " can now also go to " + contact;
    case NoticeType::FactorReplaced:
      return "Codes for your account at " + notice.appName + " now go to " + contact + ", and no longer here";
    case NoticeType::FactorRemoved:
      return "This contact no longer receives codes for your account at " + notice.appName;
    case NoticeType::FactorReset:
      break;
  }
  return "An administrator has reset the second step of your sign-in at " + notice.appName;
}

}  // namespace

std::string_view name(NoticeType type) noexcept {
  switch (type) {
    case NoticeType::FactorEnrolled:
      return "FACTOR_ENROLLED";
    case NoticeType::FactorReplaced:
      return "FACTOR_REPLACED";
    case NoticeType::FactorRemoved:
      return "FACTOR_REMOVED";
    case NoticeType::FactorReset:
      break;
  }
  return "FACTOR_RESET";
}

// No link: messages with one are what swindlers send.
std::string messageText(const SecurityNotice& notice) {
  return changeIn(notice) + ". If this was not you, tell " + notice.appName + " at once.";
}

std::string messageSubject(const SecurityNotice& notice) {
  return "The sign-in to your account at " + notice.appName + " has changed";
}

}  // namespace mfa
