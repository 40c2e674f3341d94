// Who has sent what, when and with what result: what was imported, and what was refused in a folder of deliveries.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace qitu::workspace {

struct Delivery {
    std::string layer; // "" where none could be told
    std::string file;
    std::map<std::string, std::uint64_t> senders; // banner's code → features; of a refused file 0
    bool imported = false;
    std::uint64_t features = 0;
    std::uint64_t quarantined = 0;
    std::string message; // why it was refused
    std::string who;     // login name of who received it
    std::string at;      // as stored, UTC
};
/// Notes a file that was refused; the table is created with the first one. Imports are known by themselves.
void note_refusal(Edit &edit, const Delivery &refused);

/// Imports and refusals in the order of time. A file's features are those that its import has added and that are still
/// there; files of one import share their senders.
std::vector<Delivery> deliveries(const Workspace &workspace);

} // namespace qitu::workspace
