// The line of a coordinate TXT that begins a parcel and ends in @.
#pragma once

#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/text_layouts.h>
#include <qitu/data/reader/coordinate_text.h>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

struct DeclaredArea {
    double value = 0;
    std::optional<Unit> unit; // written behind the number
};

struct ParcelLine {
    CoordinateText::Parcel parcel; // its words; no points yet
    std::optional<double> points;  // as declared
    std::optional<DeclaredArea> area;
};

/// Reads parcel lines by the layout that fits them.
class ParcelLines {
  public:
    /// `layout`: the one to take; "" for whichever fits. Throws Error (usage) where it is not known.
    ParcelLines(const catalogue::TextLayouts &layouts, const std::string &layout);

    /// Where the @ stands that ends a parcel line; npos where the line is none.
    static std::size_t end_of(std::string_view line);
    /// Names of columns, as templates have them above the first parcel.
    [[nodiscard]] bool names_columns(const std::vector<std::string> &words) const;
    /// Throws Error (unreadable) with the number of the line where no layout fits, or several do.
    [[nodiscard]] ParcelLine read(const std::vector<std::string> &words, std::size_t line);
    /// Layouts that were taken, but for the first of the table, which is the usual one; by name.
    [[nodiscard]] std::vector<std::string> unusual() const;

  private:
    [[nodiscard]] std::vector<std::size_t> shape_places(const std::vector<std::string> &words) const;
    [[nodiscard]] bool at_home(const catalogue::LineLayout &layout, const std::vector<std::string> &words,
                               const std::vector<std::size_t> &shapes) const;
    [[nodiscard]] const catalogue::LineLayout &layout_for(const std::vector<std::string> &words,
                                                          std::size_t line) const;
    void take(const catalogue::LineLayout &layout, const std::vector<std::string> &words, std::size_t column,
              ParcelLine &into) const;

    const catalogue::TextLayouts *layouts_;
    const catalogue::LineLayout *forced_ = nullptr;
    std::set<const catalogue::LineLayout *> taken_;
};

} // namespace qitu::reader
