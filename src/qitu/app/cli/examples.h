// Examples for the help of each command, in one place. tests/app/cli/test_help.py runs every one of them.
#pragma once

#include <string>
#include <vector>

namespace qitu::cli {

struct Example {
    std::string command; // "quota import"
    std::string line;
    std::string what;
};

/// In the order of the job: each finds what those before it have made.
std::vector<Example> examples();

} // namespace qitu::cli
