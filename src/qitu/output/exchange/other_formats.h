// What the writers of single layers share.
#pragma once

#include <qitu/output/exchange/exchange.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::exchange {

/// Throws Error (refused) when the file exists and may not be replaced.
void refuse_existing(const std::filesystem::path &file, bool overwrite);
void refuse_empty(const workspace::Workspace &workspace, const catalogue::Layer &layer);

/// Counts the fields that have a value and are not written.
class Lost {
  public:
    Lost(const catalogue::Layer &layer, const std::vector<std::string> &written);
    void look_at(const catalogue::Feature &feature);
    [[nodiscard]] std::vector<std::string> listed() const;

  private:
    const catalogue::Layer &layer_;
    std::vector<bool> written_;
    std::vector<std::uint64_t> values_;
    std::uint64_t meridians_ = 0;
};

} // namespace qitu::exchange
