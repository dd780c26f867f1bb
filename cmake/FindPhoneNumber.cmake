# libphonenumber, from the system or with its headers under MFA_PHONENUMBER_PREFIX.
#
# Debian 12's libphonenumber-dev conflicts with Boost 1.81, so cmake/dependencies.sh unpacks its headers, and those of
# protobuf and Abseil that they include, into a prefix of their own. The run-time libraries come from the system, where
# they have no unversioned names then.
find_path(PhoneNumber_INCLUDE_DIR phonenumbers/phonenumberutil.h
  HINTS "${MFA_PHONENUMBER_PREFIX}/usr/include")
find_library(PhoneNumber_LIBRARY NAMES phonenumber libphonenumber.so.8)
find_library(PhoneNumber_PROTOBUF_LIBRARY NAMES protobuf libprotobuf.so.32)
mark_as_advanced(PhoneNumber_INCLUDE_DIR PhoneNumber_LIBRARY PhoneNumber_PROTOBUF_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(PhoneNumber
  REQUIRED_VARS PhoneNumber_LIBRARY PhoneNumber_PROTOBUF_LIBRARY PhoneNumber_INCLUDE_DIR)

if(PhoneNumber_FOUND AND NOT TARGET PhoneNumber::PhoneNumber)
  add_library(PhoneNumber::PhoneNumber UNKNOWN IMPORTED)
  set_target_properties(PhoneNumber::PhoneNumber PROPERTIES
    IMPORTED_LOCATION "${PhoneNumber_LIBRARY}"
    INTERFACE_LINK_LIBRARIES "${PhoneNumber_PROTOBUF_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${PhoneNumber_INCLUDE_DIR}")
endif()
