// The factors of one `Auth`: what their calls share.
#pragma once

#include "mfa/auth.hpp"
#include "mfa/factors.hpp"
#include "services.hpp"

namespace mfa {

struct Factors::Impl {
  const Auth& auth;
  const Services& services;
};

}  // namespace mfa
