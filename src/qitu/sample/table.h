// What a file holds before it is written: values by the fields of a catalogue layer, and shapes.
#pragma once

#include "fields.h"

#include <qitu/catalogue/catalogue.h>

namespace qitu::sample {

struct Item {
    std::vector<catalogue::Value> values; // in the order of Layer::fields
    geodesy::Polygon shape; // rings of a polygon; one line; one point alone in its ring
};

struct Sheet {
    const catalogue::Layer *layer = nullptr;
    Drawn drawn = Drawn::geographic;
    std::vector<Item> items;
};

/// A row in the making.
class Draft {
  public:
    explicit Draft(const catalogue::Layer &layer) : layer_(&layer), values_(layer.fields.size()) {}
    /// Sets a field; a layer without it stays without it.
    Draft &set(std::string_view field, catalogue::Value value);
    /// Gives each field that is still empty and has a code list one of its codes.
    Draft &choose_codes(Random &random);
    [[nodiscard]] const std::vector<catalogue::Value> &values() const { return values_; }
    [[nodiscard]] Item with(geodesy::Polygon shape) const { return {values_, std::move(shape)}; }

  private:
    const catalogue::Layer *layer_;
    std::vector<catalogue::Value> values_;
};

/// How the people who made the file name its columns: 项目编号, XMBH or project_code.
enum class Hand { chinese, pinyin, english };

std::string column_name(const catalogue::Field &field, Hand hand);
/// The value as that hand writes it: codes by their Chinese name, but in English files by the code.
catalogue::Value written(const catalogue::Field &field, const catalogue::Value &value, Hand hand);

/// Bytes of UTF-8 text in GBK.
std::string in_gbk(const std::string &text);

} // namespace qitu::sample
