// qitu quota allocate: its options are a subject of their own.
#pragma once

#include "cli.h"

namespace qitu::cli {

void add_quota_allocate(const Command &quota, Session &session);

} // namespace qitu::cli
