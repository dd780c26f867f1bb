# libphonenumber, from the system or with headers under MFA_PHONENUMBER_PREFIX.
#
# Debian 12's libphonenumber-dev conflicts with Boost 1.81, so its headers may lie in a prefix of their own, beside
# which the run-time library has no unversioned name.
find_path(PhoneNumber_INCLUDE_DIR phonenumbers/phonenumberutil.h
  HINTS "${MFA_PHONENUMBER_PREFIX}/usr/include" "${MFA_PHONENUMBER_PREFIX}/include")
find_library(PhoneNumber_LIBRARY NAMES phonenumber libphonenumber.so.8
  HINTS "${MFA_PHONENUMBER_PREFIX}/lib")
mark_as_advanced(PhoneNumber_INCLUDE_DIR PhoneNumber_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(PhoneNumber REQUIRED_VARS PhoneNumber_LIBRARY PhoneNumber_INCLUDE_DIR)

if(PhoneNumber_FOUND AND NOT TARGET PhoneNumber::PhoneNumber)
  add_library(PhoneNumber::PhoneNumber UNKNOWN IMPORTED)
  set_target_properties(PhoneNumber::PhoneNumber PROPERTIES
    IMPORTED_LOCATION "${PhoneNumber_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${PhoneNumber_INCLUDE_DIR}")
endif()
