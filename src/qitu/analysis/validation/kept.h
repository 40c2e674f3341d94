// The features of an inspection, kept in their order: in memory, and beyond a limit in a temporary file.
#pragma once

#include "corners.h"

#include <qitu/analysis/validation/validation.h>
#include <qitu/core/base/spool.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace qitu::validation {

/// What rules about its place need of a feature. Its bytes are somebody else's.
struct Record {
    std::int64_t feature = 0;
    std::uint32_t source = 0;
    std::string project = {};
    std::optional<double> meridian = {};
    geometry::Box box = {};              // of the geometry as it came
    std::span<const std::byte> wkb = {}; // valid; empty when there is nothing of it
    std::uint32_t exemptions = 0;        // of rules that are about some features only
    std::string banner = {};             // as it is declared; what follows is not kept
    double declared_m2 = std::nan("");
    const geometry::Shape *shape = nullptr;                // of the WKB
    std::vector<const catalogue::Indicator *> placed = {}; // bound to places, that it would count for

    [[nodiscard]] geometry::Point middle() const { return box.empty() ? geometry::Point{} : box.middle(); }
};

class Kept {
  public:
    /// `whole`: with what `next` needs to give them back as they came.
    Kept(std::size_t memory, bool whole) : whole_(whole), spool_(memory) {}

    /// \pre the record has the feature's own bytes where they are valid.
    void add(const Record &record, const catalogue::Feature &feature);

    /// Features read back together, with the bytes that they stand on.
    struct Batch {
        std::vector<Record> records;
        std::vector<std::byte> buffer;
    };
    /// The batch of this number, from 0; false when there are no more.
    bool read(std::size_t number, Batch &batch) const;

    /// Reads one after the other, back and forth.
    class Reader {
      public:
        explicit Reader(const Kept &kept) : kept_(kept) {}
        /// By its number in the order of the adding, from 0. Lasts until the next call.
        Record record(std::uint32_t number);
        /// As it came. \pre kept whole
        bool next(catalogue::Feature &feature);

      private:
        void open(std::size_t chunk);
        const Kept &kept_;
        std::vector<std::byte> buffer_;
        std::span<const std::byte> bytes_; // of the chunk at hand
        std::size_t chunk_ = SIZE_MAX;
        std::size_t at_ = 0;         // in bytes_
        std::uint32_t number_ = 0;   // of the feature there
        std::uint32_t upcoming_ = 0; // that `next` will give
    };

  private:
    struct Chunk {
        std::uint32_t first = 0; // number of its first feature
        std::uint64_t at = 0;    // in the spool, but for the last
        std::size_t size = 0;
    };
    void begin_chunk();
    /// The bytes of a chunk, in the buffer when they are in the spool's file.
    std::span<const std::byte> bytes_of(const Chunk &chunk, std::vector<std::byte> &buffer) const;

    bool whole_;
    Spool spool_;
    std::vector<Chunk> chunks_;
    std::vector<std::byte> open_; // the last chunk
    std::uint32_t count_ = 0;
};

} // namespace qitu::validation
