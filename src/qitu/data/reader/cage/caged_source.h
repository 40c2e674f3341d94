// A Source in a cage: what it has decided is known here, and its features come in batches, the next one while this one is
// worked on.
#pragma once

#include "cage/cage.h"
#include "open/source.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qitu::reader {

/// As Source, of which it tells the same.
class CagedSource {
  public:
    CagedSource(const std::filesystem::path &file, const OpenOptions &options, const Expected &expected = {});
    ~CagedSource();
    CagedSource(CagedSource &&) noexcept;
    CagedSource &operator=(CagedSource &&) noexcept;

    [[nodiscard]] const std::filesystem::path &file() const { return file_; }
    [[nodiscard]] const std::string &layer() const { return facts_.diagnostics.layer; }
    [[nodiscard]] const std::vector<Source::Column> &columns() const { return facts_.columns; }
    [[nodiscard]] const Decoder &decoder() const { return *decoder_; }
    [[nodiscard]] const geodesy::Crs &crs() const { return *crs_; }
    /// \pre made for a layer of the catalogue
    [[nodiscard]] const geodesy::ToGeographic &to_geographic() const { return *to_geographic_; }
    [[nodiscard]] const Diagnostics &diagnostics() const { return facts_.diagnostics; }
    [[nodiscard]] OGRwkbGeometryType geometry_type() const { return facts_.geometry_type; }
    [[nodiscard]] std::size_t name_limit() const { return facts_.name_limit; }
    [[nodiscard]] const Region &region() const { return region_; }
    [[nodiscard]] bool from_a_phone() const { return facts_.from_a_phone; }
    [[nodiscard]] std::vector<std::string> geometry_notes() const;

    void select(const std::vector<std::string> &names);
    void read_only(const std::vector<Source::Column> &columns);
    bool next(RawFeature &feature);
    void rewind();

    enum class After : std::uint8_t { more, end, thrown }; // what follows a batch

  private:
    struct Facts {
        std::vector<Source::Column> columns;
        Diagnostics diagnostics;
        std::string crs, encoding;
        OGRwkbGeometryType geometry_type = wkbUnknown;
        std::size_t name_limit = 0;
        bool from_a_phone = false;
    };
    static void add(WireWriter &writer, const Source &source);
    void take_facts(WireReader &reader);
    bool next_in_batch(RawFeature &feature);
    void ask_for_batch();
    void take_batch();
    void drop_batches();

    std::filesystem::path file_;
    Region region_;
    Facts facts_;
    std::optional<Decoder> decoder_;
    std::optional<geodesy::Crs> crs_;
    std::optional<geodesy::ToGeographic> to_geographic_;
    std::unique_ptr<Source> here_; // where there is no cage
    std::unique_ptr<Cage> cage_;
    std::optional<WireReader> batch_;
    std::size_t left_ = 0;      // features in it
    bool asked_ = false;        // for the next one
    After after_ = After::more; // follows it
    std::string thrown_;        // after it
    std::vector<std::string> notes_;
};

} // namespace qitu::reader
