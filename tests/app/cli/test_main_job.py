"""The main job as the demo runs it. Leaves its folder for the other suites."""
import os
import shutil
import unittest

from command import MAIN_JOB, run

FILES = {
    "high_standard_farmland": ["巴彦淖尔_高标准农田_2023.shp", "高标准农田_东部.gpkg"],
    "saline_land_project": ["盐碱地综合利用.geojson"],
    "black_soil_pilot": ["黑土地试点.gpkg"],
    "permanent_basic_farmland": ["永久基本农田.gpkg"],
    "supplementary_farmland": ["补充耕地.gpkg"],
    "water_transfer": ["引调水工程.geojson"],
    "reservoir": ["水库.geojson"],
    "irrigation_district": ["大中型灌区.gpkg"],
    "groundwater_overdraft_zone": ["地下水超采区.gpkg"],
    "river_regulation": ["中小河流治理.geojson"],
}


class MainJob(unittest.TestCase):
    def qitu(self, *words, status=(0,)):
        result = run(*words, cwd=MAIN_JOB)
        self.assertIn(result.returncode, status, f"qitu {' '.join(words)}\n{result.stdout}\n{result.stderr}")
        return result

    def test_a_bureaus_files_become_a_report_and_a_map(self):
        shutil.rmtree(MAIN_JOB, ignore_errors=True)
        os.makedirs(MAIN_JOB)
        sample = self.qitu("sample", "sample").stdout
        for files in FILES.values():
            for file in files:
                self.assertIn(file, sample)
        self.qitu("init", "work.gpkg")
        shutil.copy(os.path.join(MAIN_JOB, "work.gpkg"), os.path.join(MAIN_JOB, "empty.gpkg"))
        for layer, files in FILES.items():
            # 1: the sample is messy on purpose, and what was repaired or looks doubtful is said
            result = self.qitu("import", "work.gpkg", layer, *[f"sample/{f}" for f in files], "--repair",
                               status=(1,) if layer == "high_standard_farmland" else (0, 1))
            self.assertIn("features added to", result.stderr)
            self.assertEqual(result.stdout, "", "words belong on standard error")
        self.qitu("quota", "import", "work.gpkg", "sample/任务分解_quota.csv")
        progress = self.qitu("progress", "work.gpkg", "--by", "league")
        self.assertIn("High-standard farmland built", progress.stdout)
        self.assertIn("395.00", progress.stdout)
        self.qitu("report", "work.gpkg", "-o", "report")
        self.qitu("export", "work.gpkg", "delivery.gpkg")
        for name in ("report/progress.xlsx", "report/report.html", "delivery.gpkg"):
            self.assertGreater(os.path.getsize(os.path.join(MAIN_JOB, name)), 10000, name)


if __name__ == "__main__":
    unittest.main()
