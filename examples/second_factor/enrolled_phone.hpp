// Layers under the guide's: the enrolled phone as the database knows it, for apps whose users may change it.
#pragma once

#include <mfa/mfa.hpp>
#include <optional>
#include <string>

/// The phone that the user has enrolled, if one is.
std::optional<mfa::Factors::Factor> enrolledPhone(const mfa::UserContext& userContext,
                                                  const std::string& userId);

/// Puts the enrolled number into the access token, in place of the one that the guide finds in metadata.
mfa::Session::Functions tokenNamesEnrolledPhone(mfa::Session::Functions original);

/// Puts a hint of it there instead: "phoneHint": "•••0123". Who knows the password alone does not learn the
/// number.
mfa::Session::Functions tokenHintsAtEnrolledPhone(mfa::Session::Functions original);

/// What the token of a session says about the phone, once that was changed under it.
void tellToken(const mfa::SessionPtr& session, const mfa::Factors::Factor& phone);
