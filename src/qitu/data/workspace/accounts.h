// Entries of land accounts that no feature stands for.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::workspace {

/// An entry with the letter on which it rests. There are three kinds: a transfer (`from` and `to`), a
/// carry-over to a later year (`to_year`), and what was there before the workspace (neither).
struct BalanceEntry {
    std::int64_t id = 0;
    std::string account;
    std::string from; // code of the banner that gives; empty for what was there before
    std::string to;   // of the banner that receives; the same banner for a carry-over
    int year = 0;
    int to_year = 0;         // the same year unless carried over
    double mu = 0;           // area in mu
    double grade = 0;        // mean, weighted by area
    double kg_per_mu = 0;    // mean, weighted by area
    std::string reference{}; // the letter
    std::string note{};
    std::string entered_at{}; // set by add_balance_entry
};
void add_balance_entry(Edit &edit, const BalanceEntry &entry);
std::vector<BalanceEntry> balance_entries(const Workspace &workspace); // in the order of entry

} // namespace qitu::workspace
