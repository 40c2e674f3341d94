// Any vector file as it is: its own fields, geometry in its own CRS.
#pragma once

#include <qitu/data/reader/reader.h>

#include <cstddef>
#include <memory>
#include <optional>

namespace qitu::reader {

/// A source feature as it is in the file: text in UTF-8, geometry as WKB in the CRS of the file, easting or
/// longitude first.
struct RawFeature {
    std::int64_t id = 0;
    std::vector<catalogue::Value> values; // in the order of RawFile::fields()
    std::vector<std::byte> wkb;           // 2D, curves linearized; an empty collection where there is none
};

/// A column as the file declares it, for writers of a copy.
struct RawField {
    enum class Type { text, integer, real, date, date_time };
    std::string name;
    Type type = Type::text;
    int width = 0; // of text, in bytes; 0 where the file sets none
};

/// The unit of area or length at the end of a field name: 面积_公顷, AREA_HA, 长度(公里).
std::optional<Unit> unit_in_field_name(const std::string &name);

class RawFile {
  public:
    /// Throws Error (unreadable), with what to do, when the file does not exist, no driver opens it, it has
    /// several layers and none was named, or its CRS or encoding cannot be determined.
    RawFile(const std::filesystem::path &file, const OpenOptions &options);
    ~RawFile();
    RawFile(RawFile &&) noexcept;
    RawFile &operator=(RawFile &&) noexcept;

    [[nodiscard]] const std::vector<std::string> &fields() const;
    [[nodiscard]] const std::vector<RawField> &columns() const; // the same with their types
    /// Of every feature; nothing where the file allows any.
    [[nodiscard]] std::optional<catalogue::GeometryType> geometry() const;
    [[nodiscard]] const geodesy::Crs &crs() const;
    [[nodiscard]] const Diagnostics &diagnostics() const;
    /// What was decided, corrected or left out so far.
    [[nodiscard]] std::vector<std::string> notes() const;
    /// False after the last feature. Throws Error (unreadable) where the file is truncated or damaged.
    bool next(RawFeature &feature);
    void rewind();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::reader
