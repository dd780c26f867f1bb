#include <httplib.h>

#include <mfa/adapters/beast.hpp>
#include <mfa/adapters/httplib.hpp>
