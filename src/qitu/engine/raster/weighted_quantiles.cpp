#include "weighted_quantiles.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <mutex>

namespace qitu::raster {

namespace {

using Key = std::uint64_t; // in the order of the values

template <typename T>
struct Keys;
template <>
struct Keys<std::uint8_t> {
    static constexpr int bits = 8;
    static Key of(std::uint8_t value) { return value; }
    static double value(Key key) { return static_cast<double>(key); }
};
template <>
struct Keys<std::int32_t> {
    static constexpr int bits = 32;
    static constexpr std::uint32_t sign = 1U << 31U;
    static Key of(std::int32_t value) { return static_cast<std::uint32_t>(value) ^ sign; }
    static double value(Key key) { return static_cast<std::int32_t>(static_cast<std::uint32_t>(key) ^ sign); }
};
// The bits of a real number have its order where it is positive, and the opposite where it is negative.
template <typename T, typename Bits>
struct RealKeys {
    static constexpr int bits = sizeof(T) * 8;
    static constexpr Bits sign = Bits{1} << (bits - 1);
    static Key of(T value) {
        const Bits raw = std::bit_cast<Bits>(value + T{0}); // -0 is 0
        return (raw & sign) != 0 ? static_cast<Bits>(~raw) : static_cast<Bits>(raw | sign);
    }
    static double value(Key key) {
        const Bits raw = static_cast<Bits>(key);
        return static_cast<double>(
            std::bit_cast<T>((raw & sign) != 0 ? static_cast<Bits>(raw & ~sign) : static_cast<Bits>(~raw)));
    }
};
template <>
struct Keys<float> : RealKeys<float, std::uint32_t> {};
template <>
struct Keys<double> : RealKeys<double, std::uint64_t> {};

/// One quantile of one zone on its way.
struct Search {
    double target = 0; // ground up to it
    double below = 0;  // ground of the keys before `prefix`
    Key prefix = 0;    // the digits that are known
};

struct Histogram {
    Key prefix = 0;
    std::vector<double> m2; // by the next digits
};

using ZoneHistograms = std::vector<Histogram>;      // for each prefix that is searched below
using BandHistograms = std::vector<ZoneHistograms>; // by the band's zones

constexpr std::size_t most_bytes = std::size_t{128} << 20U; // of all histograms

class Narrowing {
  public:
    Narrowing(const ZonesOnGrid &zones, const OpenCells &open, std::size_t threads, PassProgress &progress)
        : zones_(zones), open_(open), threads_(threads), progress_(progress) {}

    std::vector<std::vector<Search>> searches{}; // by zone, then quantile
    int width = 0;                               // bits of a key, known after the first pass
    double (*value)(Key) = nullptr;

    void run() {
        digits_ = digits();
        do {
            pass();
            known_ += std::min(digits_, width - known_);
        } while (known_ < width);
    }

  private:
    // So many that the histograms of all threads stay below a limit.
    [[nodiscard]] int digits() const {
        std::size_t count = 1;
        for (const auto &zone : searches)
            count += zone.size();
        const double most = static_cast<double>(most_bytes) / static_cast<double>(8 * count * (threads_ + 1));
        return std::clamp(static_cast<int>(std::log2(most)), 4, 11);
    }

    void pass() {
        progress_.total = std::max(progress_.total, progress_.done + zones_.bands.size());
        std::vector<ZoneHistograms> histograms(searches.size());
        pass_over<BandHistograms>(
            zones_, open_, threads_, progress_,
            [&](BandReader &reader, const CellBand &band, BandHistograms &result) {
                count(reader, band, result);
            },
            [&](const CellBand &band, const BandHistograms &result) {
                for (std::size_t i = 0; i < result.size(); ++i)
                    merge(histograms[band.zones[i].zone], result[i]);
            });
        for (std::size_t zone = 0; zone < searches.size(); ++zone)
            for (Search &search : searches[zone])
                advance(search, histograms[zone]);
    }

    void count(BandReader &reader, const CellBand &band, BandHistograms &result) {
        result.assign(band.zones.size(), {});
        std::visit(
            [&]<typename T>(const std::vector<T> &values) {
                take_type<T>();
                const int digits = std::min(digits_, Keys<T>::bits - known_);
                for (std::size_t i = 0; i < result.size(); ++i)
                    result[i] = empty_histograms(searches[band.zones[i].zone], digits);
                const IsNone<T> is_none(reader.no_data());
                reader.for_each_run([&](const Run &run) {
                    add<T>(values.data() + run.first, run, is_none, digits, result[run.zone]);
                });
            },
            reader.values());
    }

    template <typename T>
    void take_type() {
        const std::scoped_lock lock(mutex_);
        width = Keys<T>::bits;
        value = &Keys<T>::value;
    }

    static ZoneHistograms empty_histograms(const std::vector<Search> &of_zone, int digits) {
        ZoneHistograms result;
        for (const Search &search : of_zone)
            if (std::none_of(result.begin(), result.end(),
                             [&](const Histogram &h) { return h.prefix == search.prefix; }))
                result.push_back({search.prefix, std::vector<double>(std::size_t{1} << digits)});
        return result;
    }

    template <typename T>
    void add(const T *cells, const Run &run, IsNone<T> is_none, int digits,
             ZoneHistograms &histograms) const {
        const int rest = Keys<T>::bits - known_ - digits;
        const Key mask = (Key{1} << digits) - 1;
        for (std::size_t i = 0; i < run.count; ++i) {
            if (is_none(cells[i]))
                continue;
            const Key key = Keys<T>::of(cells[i]) >> rest;
            for (Histogram &histogram : histograms)
                if (key >> digits == histogram.prefix)
                    histogram.m2[key & mask] += run.ground(i);
        }
    }

    static void merge(ZoneHistograms &into, const ZoneHistograms &from) {
        if (into.empty()) {
            into = from;
            return;
        }
        for (std::size_t i = 0; i < from.size(); ++i)
            for (std::size_t k = 0; k < from[i].m2.size(); ++k)
                into[i].m2[k] += from[i].m2[k];
    }

    static void advance(Search &search, const ZoneHistograms &histograms) {
        for (const Histogram &histogram : histograms) {
            if (histogram.prefix != search.prefix)
                continue;
            const std::vector<double> &m2 = histogram.m2;
            std::size_t last = 0; // with ground: sums of another order may end a little below the target
            for (std::size_t i = 0; i < m2.size(); ++i)
                last = m2[i] > 0 ? i : last;
            std::size_t i = 0;
            for (; i < last && (m2[i] == 0 || search.below + m2[i] < search.target); ++i)
                search.below += m2[i];
            search.prefix = histogram.prefix * m2.size() + i;
            return;
        }
    }

    const ZonesOnGrid &zones_;
    const OpenCells &open_;
    std::size_t threads_;
    PassProgress &progress_;
    std::mutex mutex_;
    int known_ = 0;  // digits of the keys, from the first
    int digits_ = 0; // that a pass adds
};

} // namespace

void add_quantiles(const ZonesOnGrid &zones, const OpenCells &open, const std::vector<double> &quantiles,
                   std::size_t threads, PassProgress &progress, std::vector<CellSums> &sums) {
    constexpr double rounding = 1e-12;
    Narrowing narrowing(zones, open, threads, progress);
    for (const CellSums &zone : sums) {
        std::vector<Search> searches;
        for (const double quantile : quantiles)
            searches.push_back({quantile * (zone.m2 - zone.no_data_m2) * (1 - rounding)});
        narrowing.searches.push_back(std::move(searches));
    }
    narrowing.run();
    for (std::size_t i = 0; i < sums.size(); ++i)
        for (const Search &search : narrowing.searches[i])
            sums[i].quantiles.push_back(sums[i].least > sums[i].most || narrowing.value == nullptr
                                            ? std::numeric_limits<double>::quiet_NaN()
                                            : narrowing.value(search.prefix));
}

} // namespace qitu::raster
