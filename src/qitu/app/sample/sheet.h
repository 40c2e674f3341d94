// Rows before they are written: values of the fields of a catalogue layer, and shapes.
#pragma once

#include "field_sites.h"

#include <qitu/core/catalogue/catalogue.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::sample {

struct Item {
    std::vector<catalogue::Value> values; // in the order of Layer::fields
    geodesy::Polygon shape;               // rings of a polygon; one line; one point alone in its ring
};

struct Sheet {
    const catalogue::Layer *layer = nullptr;
    std::vector<Item> items;
};

/// Takes rows that are too many to keep in memory.
using TakeItem = std::function<void(const Item &)>;

/// Builds a row.
class Draft {
  public:
    explicit Draft(const catalogue::Layer &layer)
        : layer_(&layer), values_(layer.fields.size()), settled_(layer.fields.size()) {}
    /// Sets a field; ignored if the layer has no such field.
    Draft &set(std::string_view field, catalogue::Value value);
    /// Sets an area, converted to the unit of its field.
    Draft &set_area(std::string_view field, double mu);
    /// Leaves a field empty even if it has a code list.
    Draft &leave(std::string_view field) { return set(field, {}); }
    /// Sets every field that has a code list and was not set to one of its codes.
    Draft &choose_codes(Random &random);
    [[nodiscard]] Item with(geodesy::Polygon shape) const { return {values_, std::move(shape)}; }

  private:
    const catalogue::Layer *layer_;
    std::vector<catalogue::Value> values_;
    std::vector<bool> settled_;
};

/// How a file names its columns: 项目编号, XMBH or project_code.
enum class Hand { chinese, pinyin, english };

std::string column_name(const catalogue::Field &field, Hand hand);
/// The value in that style: codes by their Chinese name, in English files by the code.
catalogue::Value written(const catalogue::Field &field, const catalogue::Value &value, Hand hand);

/// Bytes of UTF-8 text in GBK.
std::string in_gbk(const std::string &text);

} // namespace qitu::sample
