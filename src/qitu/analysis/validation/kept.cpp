#include "kept.h"

#include "bytes.h"

#include <algorithm>
#include <utility>

namespace qitu::validation {

namespace {

using catalogue::Feature;
using catalogue::Value;

constexpr std::size_t chunk_size = std::size_t{1} << 20U;

// How a feature lies in a chunk: the head, its project, its valid geometry, the geometry as it came where
// that is another, the values. Nothing is aligned.
struct Head {
    std::int64_t feature = 0;
    double meridian = 0;
    geometry::Box box;
    std::uint32_t source = 0, exemptions = 0;
    std::uint32_t project = 0, wkb = 0, sent = 0, values = 0; // bytes
    bool has_meridian = false, sent_is_another = false;
    char spare[6] = {};
};

// Each value by the number of its kind, then its content.
struct PutValue {
    std::vector<std::byte> &bytes;
    void operator()(std::monostate) const { put(bytes, '0'); }
    void operator()(std::int64_t value) const { put(bytes, 'i'), put(bytes, value); }
    void operator()(double value) const { put(bytes, 'd'), put(bytes, value); }
    void operator()(const std::string &value) const {
        put(bytes, 's');
        put_text(bytes, value);
    }
};

Value take_value(std::span<const std::byte> &bytes) {
    switch (take<char>(bytes)) {
    case 'i':
        return take<std::int64_t>(bytes);
    case 'd':
        return take<double>(bytes);
    case 's':
        return take_text(bytes);
    default:
        return {};
    }
}

struct Entry {
    Head head;
    std::span<const std::byte> project, wkb, sent, values;
};

Entry take_entry(std::span<const std::byte> &bytes) {
    Entry entry{take<Head>(bytes), {}, {}, {}, {}};
    const auto part = [&](std::size_t size) {
        const auto result = bytes.first(size);
        bytes = bytes.subspan(size);
        return result;
    };
    entry.project = part(entry.head.project);
    entry.wkb = part(entry.head.wkb);
    entry.sent = entry.head.sent_is_another ? part(entry.head.sent) : entry.wkb;
    entry.values = part(entry.head.values);
    return entry;
}

Record record_of(const Entry &entry) {
    const Head &head = entry.head;
    Record record;
    record.feature = head.feature;
    record.source = head.source;
    record.project.assign(reinterpret_cast<const char *>(entry.project.data()), entry.project.size());
    if (head.has_meridian)
        record.meridian = head.meridian;
    record.box = head.box;
    record.wkb = entry.wkb;
    record.exemptions = head.exemptions;
    return record;
}

} // namespace

void Kept::add(const Record &record, const Feature &feature) {
    if (chunks_.empty() || open_.size() >= chunk_size)
        begin_chunk();
    std::vector<std::byte> &bytes = open_;
    const bool as_sent = record.wkb.data() == feature.wkb.data() && record.wkb.size() == feature.wkb.size();
    const bool another = whole_ && !as_sent;
    const auto project = std::as_bytes(std::span(record.project));
    Head head{feature.id,
              feature.central_meridian.value_or(0),
              record.box,
              record.source,
              record.exemptions,
              static_cast<std::uint32_t>(project.size()),
              static_cast<std::uint32_t>(record.wkb.size()),
              static_cast<std::uint32_t>(another ? feature.wkb.size() : 0),
              0,
              feature.central_meridian.has_value(),
              another,
              {}};
    const std::size_t begin = bytes.size();
    put(bytes, head);
    bytes.insert(bytes.end(), project.begin(), project.end());
    bytes.insert(bytes.end(), record.wkb.begin(), record.wkb.end());
    if (another)
        bytes.insert(bytes.end(), feature.wkb.begin(), feature.wkb.end());
    if (whole_) {
        const std::size_t values = bytes.size();
        put(bytes, static_cast<std::uint32_t>(feature.values.size()));
        for (const Value &value : feature.values)
            std::visit(PutValue{bytes}, value);
        head.values = static_cast<std::uint32_t>(bytes.size() - values);
        std::memcpy(bytes.data() + begin, &head, sizeof head);
    }
    ++count_;
}

void Kept::begin_chunk() {
    if (!chunks_.empty()) {
        chunks_.back().size = open_.size();
        chunks_.back().at = spool_.append(open_);
    }
    open_.clear();
    open_.reserve(chunk_size + chunk_size / 16);
    chunks_.push_back({count_});
}

std::span<const std::byte> Kept::bytes_of(const Chunk &chunk, std::vector<std::byte> &buffer) const {
    return &chunk == &chunks_.back() ? std::span<const std::byte>(open_)
                                     : spool_.view(chunk.at, chunk.size, buffer);
}

bool Kept::read(std::size_t number, Batch &batch) const {
    batch.records.clear();
    if (number >= chunks_.size())
        return false;
    const Chunk &chunk = chunks_[number];
    auto bytes = bytes_of(chunk, batch.buffer);
    while (!bytes.empty())
        batch.records.push_back(record_of(take_entry(bytes)));
    return true;
}

void Kept::Reader::open(std::size_t chunk) {
    if (chunk != chunk_)
        bytes_ = kept_.bytes_of(kept_.chunks_[chunk], buffer_);
    chunk_ = chunk;
    at_ = 0;
    number_ = kept_.chunks_[chunk].first;
}

Record Kept::Reader::record(std::uint32_t number) {
    const auto after = std::upper_bound(kept_.chunks_.begin(), kept_.chunks_.end(), number,
                                        [](std::uint32_t n, const Chunk &chunk) { return n < chunk.first; });
    const auto chunk = static_cast<std::size_t>(after - kept_.chunks_.begin()) - 1;
    if (chunk != chunk_ || number < number_)
        open(chunk);
    for (;;) {
        auto rest = bytes_.subspan(at_);
        const Entry entry = take_entry(rest);
        if (number_ == number)
            return record_of(entry);
        at_ = bytes_.size() - rest.size();
        ++number_;
    }
}

bool Kept::Reader::next(Feature &feature) {
    if (upcoming_ == kept_.count_)
        return false;
    record(upcoming_++);
    auto rest = bytes_.subspan(at_);
    const Entry entry = take_entry(rest);
    feature.id = entry.head.feature;
    feature.central_meridian = entry.head.has_meridian ? std::optional(entry.head.meridian) : std::nullopt;
    feature.box = entry.head.box.empty() ? std::nullopt : std::optional(entry.head.box);
    feature.wkb.assign(entry.sent.begin(), entry.sent.end());
    auto values = entry.values;
    feature.values.resize(take<std::uint32_t>(values));
    for (Value &value : feature.values)
        value = take_value(values);
    return true;
}

} // namespace qitu::validation
