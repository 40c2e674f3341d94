<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology|Labeling|Rendering" hasScaleBasedVisibilityFlag="1" minScale="2000000" maxScale="0" simplifyDrawingHints="1" simplifyDrawingTol="1" labelsEnabled="1">
 <renderer-v2 type="singleSymbol" enableorderby="0" forceraster="0" symbollevels="0">
  <symbols>
   <symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" type="QString" value="213,94,0,20" />
      <Option name="style" type="QString" value="solid" />
      <Option name="outline_color" type="QString" value="213,94,0,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.5" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" type="QString" value="45" />
      <Option name="distance" type="QString" value="2.4" />
      <Option name="distance_unit" type="QString" value="MM" />
      <Option name="line_width" type="QString" value="0.15" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="color" type="QString" value="230,158,102,255" />
     </Option>
     <symbol type="line" name="@hatch@0" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" type="QString" value="230,158,102,255" />
        <Option name="line_style" type="QString" value="solid" />
        <Option name="line_width" type="QString" value="0.15" />
        <Option name="line_width_unit" type="QString" value="MM" />
        <Option name="capstyle" type="QString" value="round" />
        <Option name="joinstyle" type="QString" value="round" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="&quot;admin_code&quot;" isExpression="1" fontFamily="Noto Sans CJK SC" fontSize="7" fontSizeUnit="Point" textColor="102,102,102,255" fontWeight="50" multilineHeight="0.8" namedStyle="Regular">
    <families>
     <family name="Noto Sans CJK SC" />
     <family name="Source Han Sans SC" />
     <family name="Microsoft YaHei" />
     <family name="PingFang SC" />
     <family name="WenQuanYi Micro Hei" />
     <family name="SimHei" />
    </families>
    <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,215" bufferOpacity="1" bufferJoinStyle="128" />
   </text-style>
   <text-format multilineAlign="1" autoWrapLength="0" />
   <placement placement="4" priority="1" dist="1.2" distUnits="MM" centroidInside="1" placementFlags="9" offsetType="1" fitInPolygonOnly="1" />
   <rendering drawLabels="1" scaleVisibility="1" scaleMax="10000" scaleMin="0" obstacle="0" fontLimitPixelSize="0" labelPerPart="0" mergeLines="1" />
  </settings>
 </labeling>
 <blendMode>0</blendMode>
 <featureBlendMode>0</featureBlendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
