#include "mfa/random.hpp"

namespace mfa {

RandomSource::~RandomSource() = default;

}  // namespace mfa
