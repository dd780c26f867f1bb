/// @file
/// All of the library but the adapters (`mfa/adapters/…`), of which a host includes the one for its HTTP
/// framework, and what is for tests (`mfa/testing/…`).
#pragma once

#include "mfa/auth.hpp"
#include "mfa/claims.hpp"
#include "mfa/delivery.hpp"
#include "mfa/delivery/outbox.hpp"
#include "mfa/errors.hpp"
#include "mfa/events.hpp"
#include "mfa/http.hpp"
#include "mfa/json.hpp"
#include "mfa/limits.hpp"
#include "mfa/message_governor.hpp"
#include "mfa/random.hpp"
#include "mfa/recipe.hpp"
#include "mfa/recipes/emailpassword.hpp"
#include "mfa/recipes/passwordless.hpp"
#include "mfa/recipes/session.hpp"
#include "mfa/recipes/thirdparty.hpp"
#include "mfa/recipes/thirdpartyemailpassword.hpp"
#include "mfa/recipes/usermetadata.hpp"
#include "mfa/storage.hpp"
#include "mfa/storage/sqlite.hpp"
#include "mfa/time.hpp"
#include "mfa/user.hpp"
#include "mfa/user_context.hpp"
#include "mfa/version.hpp"
