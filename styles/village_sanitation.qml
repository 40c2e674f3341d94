<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology|Labeling|Rendering" hasScaleBasedVisibilityFlag="0" minScale="100000000" maxScale="0" simplifyDrawingHints="1" simplifyDrawingTol="1" labelsEnabled="1">
 <renderer-v2 type="categorizedSymbol" enableorderby="0" forceraster="0" symbollevels="0" attr="stage">
  <categories>
   <category symbol="0" value="approved" label="立项" render="true" />
   <category symbol="1" value="under_construction" label="实施" render="true" />
   <category symbol="2" value="accepted" label="验收" render="true" />
   <category symbol="3" value="maintained" label="管护" render="true" />
   <category symbol="4" value="" label="其他" render="true" />
  </categories>
  <symbols>
   <symbol type="marker" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" type="QString" value="diamond" />
      <Option name="color" type="QString" value="255,255,255,255" />
      <Option name="outline_color" type="QString" value="128,128,128,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.35" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="size" type="QString" value="2.6" />
      <Option name="size_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="miter" />
     </Option>
    </layer>
   </symbol>
   <symbol type="marker" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" type="QString" value="diamond" />
      <Option name="color" type="QString" value="184,216,233,255" />
      <Option name="outline_color" type="QString" value="0,114,178,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.5" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="size" type="QString" value="2.8" />
      <Option name="size_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="miter" />
     </Option>
    </layer>
   </symbol>
   <symbol type="marker" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" type="QString" value="diamond" />
      <Option name="color" type="QString" value="0,114,178,255" />
      <Option name="outline_color" type="QString" value="255,255,255,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.25" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="size" type="QString" value="3.2" />
      <Option name="size_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="miter" />
     </Option>
    </layer>
   </symbol>
   <symbol type="marker" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" type="QString" value="diamond" />
      <Option name="color" type="QString" value="0,66,103,255" />
      <Option name="outline_color" type="QString" value="0,0,0,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.5" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="size" type="QString" value="3.2" />
      <Option name="size_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="miter" />
     </Option>
    </layer>
   </symbol>
   <symbol type="marker" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" type="QString" value="diamond" />
      <Option name="color" type="QString" value="154,154,154,255" />
      <Option name="outline_color" type="QString" value="255,255,255,255" />
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="0.25" />
      <Option name="outline_width_unit" type="QString" value="MM" />
      <Option name="size" type="QString" value="2.6" />
      <Option name="size_unit" type="QString" value="MM" />
      <Option name="joinstyle" type="QString" value="miter" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="coalesce(&quot;project_name&quot;, &quot;project_code&quot;)" isExpression="1" fontFamily="Noto Sans CJK SC" fontSize="8.5" fontSizeUnit="Point" textColor="0,66,103,255" fontWeight="50" multilineHeight="0.8" namedStyle="Regular">
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
   <placement placement="6" priority="7" dist="1.2" distUnits="MM" centroidInside="1" placementFlags="9" offsetType="1" fitInPolygonOnly="0" />
   <rendering drawLabels="1" scaleVisibility="1" scaleMax="500000" scaleMin="0" obstacle="0" fontLimitPixelSize="0" labelPerPart="0" mergeLines="1" />
  </settings>
 </labeling>
 <blendMode>0</blendMode>
 <featureBlendMode>0</featureBlendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
