#include "cage/caged_source.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace qitu::reader {

namespace {

enum class Request : char { batch = 'b', rewind = 'r', columns = 'c' };
constexpr std::size_t batch_bytes = 1 << 18;

void add_feature(WireWriter &writer, const RawFeature &feature) {
    writer.add(feature.id);
    for (const catalogue::Value &value : feature.values)
        writer.add(value);
    writer.add(std::span<const std::byte>(feature.wkb));
}

/// Count, what follows, notes or why it stopped, features.
std::string batch_of(Source &source) {
    WireWriter features;
    WireWriter head;
    std::size_t count = 0;
    CagedSource::After after = CagedSource::After::more;
    WireWriter thrown;
    try {
        RawFeature feature;
        while (after == CagedSource::After::more && features.size() < batch_bytes)
            if (source.next(feature)) {
                add_feature(features, feature);
                ++count;
            } else
                after = CagedSource::After::end;
    } catch (...) {
        after = CagedSource::After::thrown;
        add_exception(thrown);
    }
    head.add(count);
    head.add(after);
    head.add(thrown.bytes());
    head.add_all(source.geometry_notes());
    return head.bytes() + features.bytes();
}

void serve(Source &source, const Channel &channel) {
    std::string request;
    while (channel.receive(request) && !request.empty()) {
        WireReader reader(request);
        switch (reader.number<Request>()) {
        case Request::batch:
            if (!channel.send(batch_of(source)))
                return;
            break;
        case Request::rewind:
            source.rewind();
            break;
        case Request::columns: {
            std::vector<Source::Column> columns;
            for (std::size_t left = reader.count(); left > 0; --left)
                columns.push_back(reader.column());
            source.read_only(columns);
        }
        }
    }
}

void add_diagnostics(WireWriter &writer, const Diagnostics &all) {
    for (const std::string *text : {&all.format, &all.layer, &all.encoding, &all.encoding_evidence, &all.crs,
                                    &all.crs_evidence, &all.operation.zh, &all.operation.en, &all.datum})
        writer.add(*text);
    writer.add(all.features);
    writer.add_all(all.notes);
    writer.add_all(all.fields);
    writer.add_all(all.conversions);
    writer.add_all(all.unmapped);
}

Diagnostics diagnostics_in(WireReader &reader) {
    Diagnostics all;
    for (std::string *text : {&all.format, &all.layer, &all.encoding, &all.encoding_evidence, &all.crs,
                              &all.crs_evidence, &all.operation.zh, &all.operation.en, &all.datum})
        *text = reader.text();
    all.features = reader.number<std::uint64_t>();
    all.notes = reader.texts();
    all.fields = reader.text_by_text();
    all.conversions = reader.text_by_text();
    all.unmapped = reader.texts();
    return all;
}

std::string one_byte(Request request) {
    return std::string(1, static_cast<char>(request));
}

std::vector<Source::Column> chosen_columns(const CagedSource &source, const std::vector<std::string> &names) {
    std::vector<Source::Column> wanted;
    std::vector<std::string> known;
    for (const Source::Column &column : source.columns())
        known.push_back(column.name);
    for (const std::string &name : names) {
        const auto found =
            std::find_if(source.columns().begin(), source.columns().end(),
                         [&](const Source::Column &column) { return folded(column.name) == folded(name); });
        if (found == source.columns().end()) {
            const std::string near = nearest(name, known);
            throw Error(ErrorKind::usage,
                        say("{}: layer {} has no field \"{}\". Its fields: {}.{}", source.file().string(),
                            source.layer(), name, fmt::join(known, ", "),
                            near.empty() ? "" : say(" Did you mean \"{}\"?", near)));
        }
        wanted.push_back(*found);
    }
    return wanted;
}

} // namespace

void CagedSource::add(WireWriter &writer, const Source &source) {
    writer.add_all(source.columns());
    add_diagnostics(writer, source.diagnostics());
    writer.add(source.crs().definition());
    writer.add(source.decoder().encoding());
    writer.add(source.geometry_type());
    writer.add(source.name_limit());
    writer.add(source.from_a_phone());
}

void CagedSource::take_facts(WireReader &reader) {
    for (std::size_t left = reader.count(); left > 0; --left)
        facts_.columns.push_back(reader.column());
    facts_.diagnostics = diagnostics_in(reader);
    facts_.crs = reader.text();
    facts_.encoding = reader.text();
    facts_.geometry_type = reader.number<OGRwkbGeometryType>();
    facts_.name_limit = reader.number<std::size_t>();
    facts_.from_a_phone = reader.number<bool>();
}

CagedSource::CagedSource(const std::filesystem::path &file, const OpenOptions &options,
                         const Expected &expected)
    : file_(file), region_(region_of(options.region)) {
    const auto opened = [&](WireWriter &facts) {
        std::unique_ptr<Source> source;
        facts = outcome_of([&](WireWriter &writer) {
            auto made = std::make_unique<Source>(file, options, expected);
            add(writer, *made);
            source = std::move(made);
        });
        return source;
    };
    cage_ = Cage::around(file, [&](const Channel &channel) {
        WireWriter facts;
        const std::unique_ptr<Source> source = opened(facts);
        if (channel.send(facts.bytes()) && source)
            serve(*source, channel);
    });
    WireWriter facts;
    if (!cage_)
        here_ = opened(facts);
    WireReader reader(cage_ ? cage_->answer() : facts.bytes());
    if (!reader.number<bool>())
        rethrow_exception(file, reader);
    take_facts(reader);
    decoder_.emplace(facts_.encoding);
    crs_ = geodesy::Crs::from(facts_.crs);
    if (!expected.geometry) // a file as it is: nobody asks, and PROJ takes its time
        return;
    const auto shift = options.datum_shifts.find(facts_.diagnostics.datum);
    to_geographic_.emplace(*crs_, shift == options.datum_shifts.end() ? "" : shift->second,
                           geodesy::Target::china);
}

CagedSource::~CagedSource() = default;
CagedSource::CagedSource(CagedSource &&) noexcept = default;
CagedSource &CagedSource::operator=(CagedSource &&) noexcept = default;

std::vector<std::string> CagedSource::geometry_notes() const {
    return here_ ? here_->geometry_notes() : notes_;
}

void CagedSource::select(const std::vector<std::string> &names) {
    read_only(chosen_columns(*this, names));
}

void CagedSource::read_only(const std::vector<Source::Column> &columns) {
    facts_.columns = columns;
    if (here_)
        return here_->read_only(columns);
    if (batch_)
        rewind();
    WireWriter request;
    request.add(Request::columns);
    request.add_all(columns);
    cage_->ask(request.bytes());
}

bool CagedSource::next(RawFeature &feature) {
    return here_ ? here_->next(feature) : next_in_batch(feature);
}

void CagedSource::ask_for_batch() {
    if (!std::exchange(asked_, true))
        cage_->ask(one_byte(Request::batch));
}

/// The next one is asked for at once, so that the file is read while this one is worked on.
void CagedSource::take_batch() {
    ask_for_batch();
    batch_.emplace(cage_->answer());
    asked_ = false;
    left_ = batch_->number<std::size_t>();
    after_ = batch_->number<After>();
    thrown_ = batch_->text();
    notes_ = batch_->texts();
    if (after_ == After::more)
        ask_for_batch();
}

bool CagedSource::next_in_batch(RawFeature &feature) {
    while (left_ == 0) {
        if (after_ == After::thrown) {
            WireReader reader(thrown_);
            rethrow_exception(file_, reader);
        }
        if (after_ == After::end)
            return false;
        take_batch();
    }
    feature.id = batch_->number<std::int64_t>();
    feature.values.resize(columns().size());
    for (catalogue::Value &value : feature.values)
        value = batch_->value();
    batch_->bytes(feature.wkb);
    --left_;
    return true;
}

/// What was read ahead is not wanted any more.
void CagedSource::drop_batches() {
    if (std::exchange(asked_, false))
        (void)cage_->answer();
    batch_.reset();
    left_ = 0;
    after_ = After::more;
    notes_.clear();
}

void CagedSource::rewind() {
    if (here_)
        return here_->rewind();
    drop_batches();
    cage_->ask(one_byte(Request::rewind));
}

} // namespace qitu::reader
