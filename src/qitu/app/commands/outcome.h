// What a command hands back.
#pragma once

#include <string>
#include <vector>

namespace qitu::commands {

struct Outcome {
    std::vector<std::string> messages; // for a person, in order, in the language in use
    bool attention = false;            // done, and a person should look at it
    std::string refusal;               // why nothing was changed; "" unless the job was refused

    void tell(std::string message) { messages.push_back(std::move(message)); }
};

/// An outcome with what was asked for.
template <typename Value>
struct Result : Outcome {
    Value value = Value();
};

} // namespace qitu::commands
