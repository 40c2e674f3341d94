#include "checks.h"

#include <string_view>
#include <vector>

namespace qitu::doctor {

std::string_view state_name(State state) {
    switch (state) {
    case State::good:
        return "good";
    case State::note:
        return "note";
    case State::attention:
        return "attention";
    }
    return "";
}

std::vector<Check> examine(const Surroundings &surroundings) {
    std::vector<Check> checks;
    add_libraries(checks, surroundings.version);
    add_place(checks, surroundings);
    return checks;
}

} // namespace qitu::doctor
