// What is printed, as text.
#pragma once

#include "support/made_progress.h"

#include <qitu/output/console/console.h>

#include <sstream>

namespace made {

template <typename... Args>
std::string printed(const Args &...args) {
    std::ostringstream out;
    console::print(out, args...);
    return out.str();
}

} // namespace made
