#include "drawing/drawn.h"

#include "drawing/groups.h"
#include "drawing/whole_drawing.h"
#include "open/limits.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qitu::reader {

namespace {

constexpr int deepest = 100; // blocks in blocks: beyond that it is taken for endless

struct Insertion {
    std::string block;
    double times = 1; // columns by rows
};

/// A block, or the drawing itself.
struct Drawn {
    double own = 0;
    std::vector<Insertion> insertions = {};
};

using DrawnBlocks = std::map<std::string, Drawn>;

/// Groups of a DXF in turn: what belongs to an object follows its group 0.
class DrawnReader {
  public:
    void take(int group, const std::string &value) {
        if (group == 0)
            begin(value);
        else if (group == 2 && named_)
            name(value);
        else if (group == 70 || group == 71)
            array(group, value);
    }
    [[nodiscard]] const DrawnBlocks &blocks() const { return blocks_; }

  private:
    void begin(const std::string &object) {
        multiply();
        is_insertion_ = object == "INSERT";
        is_block_ = object == "BLOCK";
        named_ = is_insertion_ || is_block_;
        if (object == "ENDBLK" || object == "ENDSEC")
            in_.clear();
        else if (is_insertion_)
            blocks_[in_].insertions.emplace_back();
        else if (!is_block_)
            ++blocks_[in_].own;
    }

    void name(const std::string &text) {
        named_ = false;
        if (is_block_)
            in_ = text;
        else
            blocks_[in_].insertions.back().block = text;
    }

    void array(int group, const std::string &text) {
        if (is_insertion_)
            (group == 70 ? columns_ : rows_) = std::max(1.0, plain_number(text).value_or(1));
    }

    void multiply() {
        if (is_insertion_)
            blocks_[in_].insertions.back().times = columns_ * rows_;
        columns_ = rows_ = 1;
    }

    DrawnBlocks blocks_; // "" is the drawing
    std::string in_;
    bool is_insertion_ = false, is_block_ = false, named_ = false;
    double columns_ = 1, rows_ = 1;
};

/// With what is in the blocks, of which none is inserted in itself.
double with_inserted(const DrawnBlocks &blocks, const std::string &name, std::map<std::string, double> &known,
                     int depth = 0) {
    if (depth > deepest)
        return std::numeric_limits<double>::infinity();
    const auto block = blocks.find(name);
    if (block == blocks.end())
        return 1;
    if (const auto [at, is_new] = known.emplace(name, 0); !is_new)
        return at->second;
    double sum = block->second.own;
    for (const Insertion &one : block->second.insertions)
        sum += one.times * std::max(1.0, with_inserted(blocks, one.block, known, depth + 1));
    return known[name] = sum;
}

double objects_drawn(const DrawnBlocks &blocks, bool with_blocks) {
    double sum = 0;
    for (const auto &[name, block] : blocks) {
        sum += block.own;
        for (const Insertion &one : block.insertions)
            sum += one.times;
    }
    std::map<std::string, double> known;
    return with_blocks ? std::max(sum, with_inserted(blocks, "", known)) : sum;
}

} // namespace

void refuse_unusable_drawing(const std::filesystem::path &shown, const std::filesystem::path &file,
                             bool with_blocks) {
    if (folded(file.extension().string()) != ".dxf")
        return;
    DrawnReader reader;
    DrawingCheck check(shown);
    each_group(file, [&](std::optional<double> code, const std::string &value) {
        if (!check.take(code, value)) // binary, or not a DXF: GDAL says so
            return false;
        reader.take(static_cast<int>(*code), value);
        return true;
    });
    reader.take(0, "EOF");
    const double objects = objects_drawn(reader.blocks(), with_blocks);
    if (objects > static_cast<double>(drawn.value()))
        beyond(shown, say("its blocks would be drawn as {:.0f} objects", objects), drawn);
}

} // namespace qitu::reader
