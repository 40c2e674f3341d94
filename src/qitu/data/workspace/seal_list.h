// A public list of seals, which a second person keeps: a text file that only grows, one line a seal, each line with a
// digest of the one before. Who has the list sees that a seal was made at its time, and that none was made anew.
#pragma once

#include <qitu/data/workspace/seal.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::workspace {

struct ListedSeal {
    std::string time;      // UTC
    std::string name;      // of the file then
    std::string workspace; // which one, whatever its name
    std::int64_t seal = 0;
    std::string hash;
    std::string signature; // "" for none
};

/// Throws Error (unreadable) naming the first line that is not as it was written, or follows one that is not.
std::vector<ListedSeal> read_seal_list(const std::filesystem::path &list);

/// What the list and the workspace do not agree upon: seals that are missing in either from the first listed one on,
/// and those with another hash.
std::vector<std::string> differs_from_list(const Workspace &workspace, const std::vector<Seal> &seals,
                                           const std::vector<ListedSeal> &list);

/// A line in the making: taken back unless kept. Nobody else writes to the list meanwhile.
class SealListLine {
  public:
    /// Throws Error where the list cannot be written, is damaged or does not agree with the workspace's seals so far.
    SealListLine(const std::filesystem::path &list, const Workspace &workspace);
    ~SealListLine();
    SealListLine(const SealListLine &) = delete;
    SealListLine &operator=(const SealListLine &) = delete;

    void write(const Workspace &workspace, const Seal &seal);
    void keep() { kept_ = true; }

  private:
    std::filesystem::path list_;
    int descriptor_ = -1;
    std::int64_t size_ = 0; // before
    bool kept_ = false;
};

} // namespace qitu::workspace
