/// @file
/// MFA_EXPORT marks what a shared build of the library shows: everything else is hidden. Exception classes
/// carry it too, or a `catch` in the host would miss them. The build sets MFA_STATIC_DEFINE for a static
/// library, and MFA_BUILDING while a shared one is compiled; a host sets neither.
#pragma once

#if defined(MFA_STATIC_DEFINE)
#define MFA_EXPORT
#elif defined(_WIN32)
#if defined(MFA_BUILDING)
#define MFA_EXPORT __declspec(dllexport)
#else
#define MFA_EXPORT __declspec(dllimport)
#endif
#else
#define MFA_EXPORT __attribute__((visibility("default")))
#endif
