#include <qitu/core/base/error.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/base/prefetch.h>
#include <qitu/core/base/progress.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace qitu;

namespace {

struct Numbers {
    std::vector<int> values;
};

/// Reads 0, 1, 2 … below `count`, seven at a time.
auto reader(int &next, int count) {
    return [&next, count](Numbers &batch) {
        batch.values.resize(static_cast<std::size_t>(std::min(7, count - next)));
        std::iota(batch.values.begin(), batch.values.end(), next);
        next += static_cast<int>(batch.values.size());
        return next < count;
    };
}

void dawdle(int value) {
    if (value % 50 == 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

} // namespace

TEST_CASE("Every index is worked on once, whatever the number of threads") {
    for (const std::size_t threads : {1, 2, 5})
        for (const std::size_t grain : {1, 7, 1000}) {
            std::vector<std::atomic<int>> times(500);
            parallel_for(threads, times.size(), grain, [&](std::size_t worker, std::size_t i) {
                if (worker < threads)
                    ++times[i];
            });
            CHECK(std::all_of(times.begin(), times.end(), [](const auto &n) { return n == 1; }));
        }
}

TEST_CASE("All hold only when each does") {
    const auto below = [](std::size_t limit) {
        return parallel_all_of(3, 100, 4, [&](std::size_t, std::size_t i) { return i < limit; });
    };
    CHECK(below(100));
    CHECK_FALSE(below(99));
}

TEST_CASE("The first exception ends the work of all threads and is thrown on") {
    std::atomic<int> done{0};
    const auto work = [&](std::size_t, std::size_t i) {
        if (i == 10)
            throw std::runtime_error("ten");
        ++done;
        std::this_thread::sleep_for(std::chrono::microseconds(100));
    };
    CHECK_THROWS_WITH(parallel_for(4, 100000, 1, work), "ten");
    CHECK(done < 50000);
}

TEST_CASE("Batches are handed over in the order in which they were read, on any number of threads") {
    for (const std::size_t threads : {1, 2, 8}) {
        int next = 0;
        std::vector<int> handed;
        ordered_pipeline<Numbers>(
            threads, reader(next, 1000),
            [](std::size_t, Numbers &batch) {
                dawdle(batch.values.front());
                for (int &value : batch.values)
                    value *= 2;
            },
            [&](Numbers &batch) { handed.insert(handed.end(), batch.values.begin(), batch.values.end()); });
        REQUIRE(handed.size() == 1000);
        for (int i = 0; i < 1000; ++i)
            REQUIRE(handed[static_cast<std::size_t>(i)] == 2 * i);
    }
}

TEST_CASE("Workers that keep what they have done need no order") {
    int next = 0;
    std::vector<long> sums(4);
    unordered_pipeline<Numbers>(4, reader(next, 1000), [&](std::size_t worker, const Numbers &batch) {
        sums[worker] = std::accumulate(batch.values.begin(), batch.values.end(), sums[worker]);
    });
    CHECK(std::accumulate(sums.begin(), sums.end(), 0L) == 999 * 1000 / 2);
}

TEST_CASE("A pipeline stops at an exception in any of its steps, and hands over nothing behind it") {
    for (const std::string step : {"read", "work", "hand over"})
        for (const std::size_t threads : {1, 4}) {
            int next = 0;
            std::vector<int> handed;
            const auto fail_in = [&](const char *name, int value) {
                if (step == name && value == 70)
                    throw std::runtime_error(name);
            };
            const auto read = reader(next, 100000);
            CHECK_THROWS_WITH(ordered_pipeline<Numbers>(
                                  threads,
                                  [&](Numbers &batch) {
                                      fail_in("read", next);
                                      return read(batch);
                                  },
                                  [&](std::size_t, Numbers &batch) { fail_in("work", batch.values.front()); },
                                  [&](Numbers &batch) {
                                      fail_in("hand over", batch.values.front());
                                      handed.push_back(batch.values.front());
                                  }),
                              step);
            CHECK(std::all_of(handed.begin(), handed.end(), [](int value) { return value < 70; }));
            CHECK(next < 100000);
        }
}

TEST_CASE("Who listens to the progress can stop the work") {
    int next = 0;
    const auto read = reader(next, 100000);
    const Progress until_1000 = [](std::uint64_t done, std::uint64_t) { return done < 1000; };
    CHECK_THROWS_AS(unordered_pipeline<Numbers>(
                        3,
                        [&](Numbers &batch) {
                            report_progress(until_1000, static_cast<std::uint64_t>(next));
                            return read(batch);
                        },
                        [](std::size_t, Numbers &) {}),
                    Cancelled);
    CHECK(next <= 1001);
}

TEST_CASE("A stream that is read ahead gives all its items in their order") {
    for (const int count : {0, 1, 511, 512, 513, 5000}) {
        int made = 0;
        Prefetch<int> ahead([&](int &item) {
            item = made;
            return made++ < count;
        });
        int expected = 0;
        while (const int *item = ahead.next()) {
            dawdle(expected);
            CHECK(*item == expected++);
        }
        CHECK(expected == count);
        CHECK(ahead.next() == nullptr);
    }
}

TEST_CASE("What a stream that is read ahead throws comes after the items before it") {
    int made = 0;
    Prefetch<int> ahead(
        [&](int &item) {
            if (made == 25)
                throw std::runtime_error("twenty-five");
            item = made++;
            return true;
        },
        10);
    for (int i = 0; i < 25; ++i)
        CHECK(*ahead.next() == i);
    CHECK_THROWS_WITH(ahead.next(), "twenty-five");
}

TEST_CASE("A stream that is read ahead may be left before its end") {
    std::atomic<int> made{0};
    {
        Prefetch<int> ahead(
            [&](int &item) {
                item = made++;
                return true;
            },
            10);
        CHECK(*ahead.next() == 0);
    }
    CHECK(made <= 40);
}
